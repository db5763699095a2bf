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
import { isClosed, recordedFiles } from "../bundle/recorded.ts";
import { roleCause } from "../cause.ts";
import { clause, at } from "../wording.ts";
import { manifestCauses } from "./listed.ts";

const absent: Message<{ readonly bundle: string }> = {
  level: "error",
  text: ({ bundle }) => `${bundle} has no manifest: nothing says which of its files are supported.`,
  repair: ({ bundle }) => [
    `let the pipeline write ${bundle}/manifest.json: every file with its role, size and sha256`,
    "commit it together with dvc.lock, and tag that commit",
  ],
};

const malformed: Message<{ readonly path: string; readonly problem: string }> = {
  level: "error",
  text: ({ path, problem }) => `${path} cannot be read as a manifest: ${clause(problem)}.`,
  repair: ({ path }) => [
    `generate ${path} again by the pipeline (dvc repro), do not mend it by hand`,
    "commit it together with dvc.lock, and tag that commit",
  ],
};

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
  on: true,
  needs: ["bundle", "manifest", "pipelines"],
  messages: { absent, malformed },
  *check(view) {
    const { bundle, manifest } = view;
    const recorded = recordedFiles(view);
    if (bundle.files.length + recorded.length === 0 && !isClosed(view))
      yield notApplicable(`${bundle.path} holds no file`);
    else if (manifest.files.length === 0) {
      const outside = recorded.some(({ role, closed }) => role === "manifest" || closed);
      if (outside || isClosed(view))
        yield noted(`the manifest of ${bundle.path} is kept by DVC, outside of git`);
      else
        yield finding(
          "absent",
          { bundle: bundle.path },
          { causes: [roleCause(bundle.path, "manifest")] },
        );
    }
    for (const { path, reading } of manifest.files) {
      if (reading.state !== "unreadable") continue;
      const { cause, text, line } = reading.problem;
      if (cause !== "malformed") yield blocking(`${path} could not be read: ${text}`);
      else
        yield finding(
          "malformed",
          { path, problem: text },
          { where: at(path, line), causes: manifestCauses(path, view) },
        );
    }
  },
});
