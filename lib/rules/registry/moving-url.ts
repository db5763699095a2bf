// What moves in an address outside of the repository: a directory of it, or the revision in it.

import { isDocument, isExplicit, isLocation } from "./keys.ts";
import { isMovingRevision, movingSegment } from "./moving.ts";

/** The scheme, and the host or the bucket: whose name is no state. */
const ORIGIN = /^([a-z][a-z0-9+.-]*):(?:\/\/[^/]*)?/i;
/** A hub's or a forge's word for "as of this revision". */
const AS_OF: ReadonlySet<string> = new Set(["resolve", "raw", "blob", "tree"]);

/** The beginning of an address up to what moves in it; null where nothing does, and for pages that people read. */
export function movingUrlPart(key: string, url: string): string | null {
  const [origin = "", scheme = ""] = ORIGIN.exec(url) ?? [];
  const path = url.slice(origin.length).replace(/[?#].*$/, "");
  if (/^https?$/i.test(scheme) && !isFile(key, path)) return null;
  const names = path.split("/");
  const moving = movingIn(names, scheme.toLowerCase());
  return moving === null ? null : origin + names.slice(0, moving + 1).join("/");
}

function movingIn(names: readonly string[], scheme: string): number | null {
  const last = names.length - 1;
  // MLflow's last name is a version, a stage or an alias.
  if (scheme === "models") return isMovingRevision(names[last] ?? "") ? last : null;
  const revision = names.findIndex(
    (name, index) => AS_OF.has(names[index - 1] ?? "") && isMovingRevision(name),
  );
  return revision === -1 ? movingSegment(names.slice(0, last)) : revision;
}

/** What a program loads, by its key or by its name. */
function isFile(key: string, path: string): boolean {
  return isExplicit(key) || isLocation(key) || (/\.[a-z]\w*$/i.test(path) && !isDocument(path));
}
