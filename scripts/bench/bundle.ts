// Two releases whose bundle has many files, made by DVC itself.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copySources, runExample, type Command } from "../example/build.ts";

/** What the example's publishing stage writes already: model, metrics, params, review, manifest. */
const FILES_OF_THE_EXAMPLE = 5;

/** Writes the pages and lists them in the manifest, in the words of `publish.py`. */
function pagesInPython(count: number): string {
  return `pages = {f"page-{n}": f"docs/page-{n}.md" for n in range(${count})}
os.makedirs(f"{TARGET}/docs", exist_ok=True)
for name, path in pages.items():
    with open(f"{TARGET}/{path}", "w", encoding="utf-8") as target:
        target.write(f"# {name}\\n")

entries = []
`;
}

/**
 * Fills an empty directory with the example, whose publishing stage writes so many files, released
 * as `v1.0.0` and, trained otherwise, as `v1.1.0`: the second one has a baseline to be compared with.
 */
export function writeBundle(directory: string, files: number, git: Command, dvc: Command): void {
  copySources(directory);
  const edit = (path: string, ...changes: readonly (readonly [string | RegExp, string])[]) => {
    const at = join(directory, path);
    const before = readFileSync(at, "utf8");
    writeFileSync(
      at,
      changes.reduce((text, [from, to]) => text.replace(from, to), before),
    );
  };
  edit(
    "src/publish.py",
    ["entries = []\n", pagesInPython(files - FILES_OF_THE_EXAMPLE)],
    ['"review": "review.md"}.items():', '"review": "review.md", **pages}.items():'],
  );
  edit("dvc.yaml", [
    /( +)- publish\/v1\/manifest[^]*(?=artifacts:)/,
    "$1- publish/v1:\n$1    cache: false\n",
  ]);
  runExample(git, dvc);
  git("tag", "--annotate", "v1.0.0", "--message", "release");
  edit("params.yaml", ["epochs: 40", "epochs: 50"]);
  dvc("repro", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "--message", "train longer");
  git("tag", "--annotate", "v1.1.0", "--message", "release");
}
