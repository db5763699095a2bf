// The rc file that the documentation shows.

export const DESIGN_EXAMPLE = `
extends: recommended
releases:
  tags: [plain, gto, { match: "release-{version}", project: ranking }]
  ignore: ["nightly-*"]
  branches: []
bundle:
  path: publish/v{major}          # {tag} {artifact} {version} {major} {minor}; a list is tried in order
  roles: { model: "model.*", metrics: metrics.json, params: params.yaml, manifest: manifest.json, review: review.md }
  internal: ["notes/**"]
pipeline: { ignore: ["tests/**"], ignoreDeps: ["src/pkg/_version.py"] }   # accepted exceptions are printed in every report
registry: { files: [registry.yaml] }
dvc: { status: auto }
restore: { from: remote }
rules: { tag/signed: error, review/linked: [error, { allowFirst: true }] }
`;
