// Tag names as GTO writes them (gto/constants.py, gto/tag.py of GTO 1.10).

import type { Naming } from "../release.ts";
import { GTO_VERSION } from "./version.ts";

/** A name of an artifact or a stage, as the source of a pattern. */
export const GTO_NAME: string = "[A-Za-z0-9](?:[A-Za-z0-9/_-]*[A-Za-z0-9])?";

/** `artifact`, or `dir=artifact` for one of `dir/dvc.yaml`. */
export const GTO_ARTIFACT: string = `(?:[A-Za-z0-9._/-]+=)?${GTO_NAME}`;

const TAG = new RegExp(
  `^(?<artifact>${GTO_ARTIFACT})` +
    `(?:@(?<version>${GTO_VERSION})(?<deregister>!?)|#(?<stage>${GTO_NAME})(?<unassign>!?)|@deprecated)` +
    `(?:#[0-9]+)?$`,
);

/** GTO parses it, gives it no meaning, and `gto show` crashes on it. */
export const GTO_CREATED: RegExp = new RegExp(`^${GTO_ARTIFACT}@created(?:#[0-9]+)?$`);

/** Null where GTO would not read the name. A counter (`#4`) orders nothing and is dropped. */
export function parseGto(name: string): Naming | null {
  const groups = TAG.exec(name)?.groups;
  if (groups === undefined) return null;
  const version = groups["version"] ?? null;
  const promotionStage = groups["stage"] ?? null;
  return {
    grammar: "gto",
    artifact: artifactName(groups["artifact"] ?? ""),
    version,
    promotionStage,
    action: actionOf(version, promotionStage, groups),
  };
}

/** `dir=name` as GTO and DVC say it: `dir:name`. */
export function artifactName(written: string): string {
  return written.replace("=", ":");
}

function actionOf(
  version: string | null,
  stage: string | null,
  groups: Readonly<Record<string, string>>,
): Naming["action"] {
  if (version !== null) return groups["deregister"] === "!" ? "deregister" : "release";
  if (stage !== null) return groups["unassign"] === "!" ? "unassign" : "assign";
  return "deprecate";
}
