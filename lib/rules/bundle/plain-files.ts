// bundle/plain-files: a bundle is the same files on every machine that checks it out.

import type { BundleFile } from "../../evidence.ts";
import { type AnyRule, defineRule, finding, notApplicable, type Message } from "../../rule.ts";
import { contentCause, memberCause } from "../cause.ts";
import { at, listed } from "../wording.ts";

interface Odd {
  readonly path: string;
  readonly what: string;
}

const notPlain: Message<Odd> = {
  level: "error",
  text: ({ path, what }) => `${path} is a ${what}: what consumers get there is not in this commit.`,
  repair: ({ path }) => [
    `put the file itself at ${path}, by the pipeline that makes the bundle`,
    "regenerate the manifest, commit, and tag that commit",
  ],
};

const escapes: Message<Odd> = {
  level: "error",
  text: ({ path, what }) => `The path ${path} ${what}.`,
  repair: () => ["rename the file, regenerate the manifest, commit, and tag that commit"],
};

const collides: Message<{ readonly paths: readonly string[] }> = {
  level: "error",
  text: ({ paths }) =>
    `${listed(paths, 4)} have one name where case or Unicode form is not told apart: a checkout holds only one of them.`,
  repair: () => ["rename all but one, regenerate the manifest, commit, and tag that commit"],
};

const KINDS = { link: "symbolic link", submodule: "git submodule" } as const;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f\\]/;

export const bundlePlainFiles: AnyRule = defineRule({
  id: "bundle/plain-files",
  holds:
    "no file of the bundle is a symlink or a submodule, has a path that escapes, or collides with another by case or normal form",
  why: "A link or a colliding name gives another file on another machine, and so another release.",
  repair: "Put plain files with distinct, portable names into the bundle.",
  refusal: "its bundle is not made of plain files",
  example: {
    given: "a link leads out of the bundle",
    says: "publish/v1/latest.json is a symbolic link: what consumers get there is not in this commit.",
  },
  on: true,
  needs: ["bundle", "tree"],
  messages: { notPlain, escapes, collides },
  *check({ bundle, tree }) {
    if (bundle.files.length === 0) yield notApplicable(`${bundle.path} holds no file`);
    const above = tree.get(bundle.path);
    if (above !== undefined && above.kind !== "file") {
      yield notPlainAt(bundle.path, KINDS[above.kind]);
    }
    for (const file of bundle.files) yield* judgePath(file);
    yield* tellCollisions(bundle.files, bundle.path);
  },
});

function notPlainAt(path: string, what: string) {
  const causes = [memberCause(path), contentCause(path)];
  return finding("notPlain", { path, what }, { where: at(path), causes });
}

function* judgePath({ path, relative, entry }: BundleFile) {
  if (entry !== null && entry.kind !== "file") yield notPlainAt(path, KINDS[entry.kind]);
  const what = whatEscapes(relative);
  if (what === null) return;
  yield finding("escapes", { path, what }, { where: at(path), causes: [memberCause(path)] });
}

function whatEscapes(relative: string): string | null {
  const segments = relative.split("/");
  if (UNSAFE.test(relative)) return "holds a backslash or a control character";
  if (segments.some((name) => name === "" || name === "." || name === ".."))
    return "leaves its directory";
  if (segments.some((name) => name.toLowerCase() === ".git")) return "leads into a git directory";
  if (segments.some((name) => RESERVED.test(name)))
    return "is a name that Windows reserves for a device";
  return /^[A-Za-z]:/.test(relative) ? "names a drive" : null;
}

/** Directories collide as files do: `A/x` and `a/y` become one directory. */
function* tellCollisions(files: readonly BundleFile[], bundle: string) {
  const spellings = new Map<string, Set<string>>();
  for (const { relative } of files) {
    for (const prefix of prefixesOf(relative)) {
      const key = prefix.normalize("NFC").toLowerCase().normalize("NFC");
      const known = spellings.get(key);
      if (known === undefined) spellings.set(key, new Set([prefix]));
      else known.add(prefix);
    }
  }
  for (const names of spellings.values()) {
    if (names.size < 2 || !isOutermost(names)) continue;
    const paths = [...names].toSorted().map((name) => `${bundle}/${name}`);
    yield finding("collides", { paths }, { where: at(paths[0] ?? bundle) });
  }
}

function prefixesOf(path: string): readonly string[] {
  const names = path.split("/");
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

/** What collides below directories that collide is told with them. */
function isOutermost(names: ReadonlySet<string>): boolean {
  return new Set([...names].map((name) => name.slice(0, name.lastIndexOf("/") + 1))).size === 1;
}
