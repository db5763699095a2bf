// What templates are resolved with: the names of the file, and the documents that its vars load.

import type { PipelineFile } from "../model.ts";
import { startBudget } from "./budget.ts";
import type { FlagStyle } from "./command-flags.ts";
import type { Resolver } from "./stage.ts";
import { loadFileScope, openLoader, type ReadDocument } from "./vars.ts";

/** Throws `Unresolvable` where the vars of the file cannot be loaded. */
export function openResolver(file: PipelineFile, read: ReadDocument, style: FlagStyle): Resolver {
  const loader = openLoader(read, startBudget());
  return { scope: loadFileScope(file.vars, loader), loader, style };
}
