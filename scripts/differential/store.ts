// Commits without git's commands: loose objects, written as git writes them, read back by git.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";

/** A text, bytes one a character, or the target of a symbolic link. */
export type FileContent = string | { readonly latin1: string } | { readonly link: string };

export type Files = Readonly<Record<string, FileContent>>;

export interface Store {
  /** An annotated tag on a commit of the files; its object id. */
  readonly tag: (name: string, files: Files) => string;
  /** The object id of a tree of the files. */
  readonly tree: (files: Files) => string;
  /** Takes every object away again. */
  readonly clear: () => void;
}

const PERSON = "Ada <ada@example.org> 1772445600 +0000";

export function openStore(gitDirectory: string): Store {
  const objects = join(gitDirectory, "objects");
  const written = new Set<string>();
  const put = (type: string, bytes: Uint8Array): string => {
    const object = Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes]);
    const oid = createHash("sha1").update(object).digest("hex");
    if (written.has(oid)) return oid;
    written.add(oid);
    mkdirSync(join(objects, oid.slice(0, 2)), { recursive: true });
    const place = join(objects, oid.slice(0, 2), oid.slice(2));
    if (!existsSync(place)) writeFileSync(place, deflateSync(object, { level: 1 }));
    return oid;
  };
  const tree = (files: Files): string => putTree(put, nest(files));
  return {
    tree,
    tag: (name, files) => {
      const commit = put(
        "commit",
        Buffer.from(`tree ${tree(files)}\nauthor ${PERSON}\ncommitter ${PERSON}\n\nrun\n`),
      );
      const head = `object ${commit}\ntype commit\ntag ${name}\ntagger ${PERSON}\n`;
      return put("tag", Buffer.from(`${head}\nreleased\n`));
    },
    clear: () => {
      for (const oid of written) rmSync(join(objects, oid.slice(0, 2), oid.slice(2)));
      written.clear();
    },
  };
}

export function bytesOf(content: FileContent): Buffer {
  if (typeof content === "string") return Buffer.from(content);
  return "link" in content ? Buffer.from(content.link) : Buffer.from(content.latin1, "latin1");
}

type Nested = Map<string, Nested | FileContent>;

function nest(files: Files): Nested {
  const root: Nested = new Map();
  for (const [path, content] of Object.entries(files)) {
    const names = path.split("/");
    let directory = root;
    for (const name of names.slice(0, -1)) {
      const next = directory.get(name) ?? new Map();
      directory.set(name, next);
      if (!(next instanceof Map)) throw new Error(`${path} lies below a file`);
      directory = next;
    }
    directory.set(names.at(-1) ?? "", content);
  }
  return root;
}

type Put = (type: string, bytes: Uint8Array) => string;

/** Git's order is that of bytes, where a directory ends in a slash. */
function putTree(put: Put, directory: Nested): string {
  const entries = [...directory].map(([name, node]) => {
    const isTree = node instanceof Map;
    const oid = isTree ? putTree(put, node) : put("blob", bytesOf(node));
    return { order: Buffer.from(isTree ? `${name}/` : name), mode: modeOf(node), name, oid };
  });
  const sorted = entries.toSorted((left, right) => Buffer.compare(left.order, right.order));
  const texts = sorted.map(({ mode, name, oid }) =>
    Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(oid, "hex")]),
  );
  return put("tree", Buffer.concat(texts));
}

function modeOf(node: Nested | FileContent): string {
  if (node instanceof Map) return "40000";
  return typeof node === "object" && "link" in node ? "120000" : "100644";
}
