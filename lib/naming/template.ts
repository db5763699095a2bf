// Naming templates of the policy: literal text with {artifact}, {version} and {stage}.

import type { Naming } from "../release.ts";
import { artifactName, GTO_ARTIFACT, GTO_NAME } from "./gto.ts";
import { VERSION } from "./version.ts";

const PLACEHOLDER = /\{(artifact|version|stage)\}/;

const PATTERNS: Readonly<Record<string, string>> = {
  artifact: `(?<artifact>${GTO_ARTIFACT})`,
  version: `(?<version>${VERSION})`,
  stage: `(?<stage>${GTO_NAME})`,
};

const compiled = new Map<string, RegExp>();

/**
 * Null where the template does not read the name. An artifact takes as much as it can:
 * `{artifact}-{version}` reads `resnet-50-v1.2.0` as `resnet-50` and `v1.2.0`.
 */
export function parseTemplate(name: string, template: string): Naming | null {
  const groups = patternOf(template).exec(name)?.groups;
  if (groups === undefined) return null;
  const artifact = groups["artifact"];
  const version = groups["version"] ?? null;
  const promotionStage = groups["stage"] ?? null;
  return {
    grammar: template,
    artifact: artifact === undefined ? null : artifactName(artifact),
    version,
    promotionStage,
    action: version === null && promotionStage !== null ? "assign" : "release",
  };
}

/** The template's pieces: literal text at even places, the names of placeholders at odd ones. */
export function piecesOf(template: string): readonly string[] {
  return template.split(new RegExp(PLACEHOLDER, "g"));
}

function patternOf(template: string): RegExp {
  let pattern = compiled.get(template);
  if (pattern === undefined) {
    const source = piecesOf(template).map((piece, index) =>
      index % 2 === 0 ? piece.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`) : PATTERNS[piece],
    );
    pattern = new RegExp(`^${source.join("")}$`);
    compiled.set(template, pattern);
  }
  return pattern;
}
