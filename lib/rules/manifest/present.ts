// manifest/present: the bundle has a manifest, and it can be read.

import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  noted,
  notApplicable,
  type Message,
} from "../../rule.ts";
import { commitBundle } from "../bundle/commit-words.ts";
import { closedPlaces, lostCauses } from "../bundle/recorded.ts";
import { roleCause } from "../cause.ts";
import { at, clause, listed } from "../wording.ts";
import { writeAgain, writtenBy, type Written } from "./again.ts";
import { manifestCauses } from "./listed.ts";

const absent: Message<{ readonly bundle: string; readonly commit: string }> = {
  level: "error",
  text: ({ bundle }) => `${bundle} has no manifest: nothing says which of its files are supported.`,
  repair: ({ bundle, commit }) => [
    `let the pipeline write ${bundle}/manifest.json: every file with its role, size and sha256`,
    commit,
  ],
};

interface Malformed extends Written {
  readonly problem: string;
  readonly commit: string;
}

const malformed: Message<Malformed> = {
  level: "error",
  text: ({ manifest, problem }) => `${manifest} cannot be read as a manifest: ${clause(problem)}.`,
  repair: (data) => [
    `change what writes ${data.manifest}, so that it lists the files in a form that is known (tagproof explain manifest/present), and ${writeAgain(data)}`,
    data.commit,
  ],
};

/** As a JSON, YAML or TOML document, unless it says otherwise. */
const FORMS: readonly string[] = [
  '{"files": [{"path", "role", "bytes", "sha256"}]}, also "artifacts" or "contents", or under "bundle"',
  '{"files": {"<role>": "<path>"}}, {"files": {"<path>": "<sha256>"}}',
  '{"<path>": "<sha256>"}',
  '{"model": "<path>", "metrics": {"path", "sha256"}, "params": …}',
  "a list of paths, or one path a line",
  "sha256sum's output (SHA256SUMS)",
  "a CycloneDX bill of materials",
  "a signature of model-signing",
];

export const manifestPresent: AnyRule = defineRule({
  id: "manifest/present",
  holds: "the bundle has a manifest in a format that is known",
  why: "Without a list of what is supported, consumers guess, and whatever lies there becomes an interface.",
  repair: "Let the pipeline write the manifest and commit it with the bundle.",
  refusal: "its bundle has no readable manifest",
  example: {
    given: "a bundle without a manifest",
    says: "publish/v1 has no manifest: nothing says which of its files are supported.",
  },
  lists: [{ name: "forms of a manifest", values: FORMS }],
  on: true,
  needs: ["bundle", "manifest", "pipelines"],
  messages: { absent, malformed },
  *check(view) {
    const { bundle, manifest } = view;
    const closed = closedPlaces(view);
    if (bundle.files.length + closed.length === 0)
      yield notApplicable(`${bundle.path} holds no file`);
    else if (manifest.files.length === 0) {
      if (closed.length > 0)
        yield noted(
          `the manifest of ${bundle.path} may be in ${listed(closed)}, of which only the directory's hash is recorded`,
        );
      else
        yield finding(
          "absent",
          { bundle: bundle.path, commit: commitBundle(view) },
          { causes: [roleCause(bundle.path, "manifest"), ...lostCauses("manifest", view)] },
        );
    }
    for (const { path, reading } of manifest.files) {
      if (reading.state === "absent")
        yield noted(`${path} is kept by DVC and its bytes are not at hand: it was not read`);
      if (reading.state !== "unreadable") continue;
      const { cause, text, line } = reading.problem;
      if (cause !== "malformed") yield blocking(`${path} could not be read: ${text}`);
      else
        yield finding(
          "malformed",
          { ...writtenBy(path, view), problem: text, commit: commitBundle(view) },
          { where: at(path, line), causes: manifestCauses(path, view) },
        );
    }
  },
});
