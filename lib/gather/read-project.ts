// One DVC project of a tree: what its own configuration says of it.

import { parseConfig } from "../dvc/config.ts";
import { joinDirectory } from "../dvc/locate.ts";
import type { Project } from "../dvc/project.ts";
import type { Tree } from "../git/tree.ts";
import type { Decoder } from "./decoder.ts";

/** Reads `.dvc/config` of the commit: that of a machine, `config.local`, is not in it. */
export async function readProject(tree: Tree, decoder: Decoder, root: string): Promise<Project> {
  const entry = tree.get(joinDirectory(root, ".dvc/config"));
  if (entry === undefined) return { root, configured: false, withoutGit: false };
  const text = await decoder.text(entry);
  return { root, configured: true, withoutGit: text.state === "present" && hasNoScm(text.value) };
}

function hasNoScm(text: string): boolean {
  const value = parseConfig(text).get("core")?.get("no_scm") ?? "";
  return /^(?:true|1|yes|on)$/i.test(value);
}
