// Why it cannot be told where a file of a bundle came from: what it may be a copy of is not at hand.

import { posix } from "node:path";

import { isStructured } from "../../document/structured.ts";
import { MAX_COMPARED_SIZE } from "../../document/limits.ts";
import { declaredMetrics } from "../../dvc/declared-metrics.ts";
import { effectiveHash } from "../../dvc/locate.ts";
import { isLeftToGit, producersOf, type Producer } from "../../dvc/producers.ts";
import type { LocatedEntry } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import { blocking, noted, type Unverified, type View } from "../../rule.ts";
import { listed } from "../wording.ts";
import type { PassedOn } from "./passed-on.ts";
import { closedDirectories, passingOnOthers } from "./writers.ts";

type Seen = View<"bundle" | "pipelines" | "documents" | "contents">;

/**
 * Null where all that is recorded is known. Noted where the file may lie in a directory of which only the hash
 * is recorded, and nothing says otherwise. Where a file that it should be a copy of is known,
 * and is another one, that directory is no excuse: without looking into it nobody can pass the file.
 */
export function unknownOrigin(file: BundleFile, view: Seen): Unverified | null {
  const { path } = file;
  const kin = kinOf(file, view);
  const lost = kin.filter((producer) => isLost(producer, file, view));
  if (lost.length > 0) {
    const where = lost.every(isLeftToGit) ? "which git does not have" : "which is not at hand";
    return blocking(`${path} may be ${listed(pathsOf(lost))} in another form, ${where}`);
  }
  const closed = closedDirectories(view);
  if (closed.length === 0) return null;
  const may = `${path} may come from inside ${listed(closed)}, of which only the directory's hash is recorded`;
  if (kin.length === 0) return noted(may);
  return blocking(`${may}; ${listed(pathsOf(kin))}, which it should be a copy of, is another file`);
}

/** Of metrics, whose writer is wanted: only what a stage wrote tells of a run. */
export function unknownWriter(file: BundleFile, of: "params" | "model", view: Seen): Unverified {
  const { path } = file;
  const are = of === "model" ? "is" : "are";
  const [passedOn] = passingOnOthers(file, view);
  if (passedOn !== undefined)
    return blocking(`${whyNobodys(path, passedOn)}, so their ${of} ${are} not known`);
  const isStages = closedDirectories(view).some((directory) =>
    producersOf(view.pipelines)
      .at(directory)
      .some(({ stage }) => stage !== null),
  );
  const gap = unknownOrigin(file, view);
  if (gap !== null && (gap.blocking || isStages)) return gap;
  return blocking(`no locked stage wrote ${path}, so its ${of} ${are} not known`);
}

function whyNobodys(path: string, { writer, handedIn, isHandedOn, outdated }: PassedOn): string {
  const [from, why] = isHandedOn
    ? [handedIn.map((one) => one.path), "which no stage wrote"]
    : [outdated, "read before that was measured anew"];
  return `stage ${writer.address} has the numbers of ${path} from ${listed(from)}, ${why}`;
}

export function kinOf(file: BundleFile, view: Seen): readonly Producer[] {
  return producersOf(view.pipelines).all.filter(({ entry }) => isKin(entry, file, view));
}

/** Whether the file is, by its name or its role, a copy of what is recorded; a directory says nothing. */
export function isKin(entry: LocatedEntry, file: BundleFile, view: Seen): boolean {
  const hash = effectiveHash(entry, entry.insideProject);
  if (entry.at.kind !== "inside" || hash === null || hash.value.endsWith(".dir")) return false;
  const { path } = entry.at;
  if (nameOf(path) === nameOf(file.path)) return true;
  const isMetrics = declaredMetrics(view.pipelines).includes(path);
  if (file.role === "metrics") return isMetrics;
  const isOther = isMetrics || isPromotedAs(hash.value, file, view);
  return file.role === "model" && !isOther && endingOf(path) === endingOf(file.path);
}

/** Whether the content is promoted, and not as what the file is: metrics are no other model. */
function isPromotedAs(hash: string, { role }: BundleFile, { bundle }: Seen): boolean {
  return bundle.files.some(
    (other) =>
      other.role !== role && other.content.kind !== "unverifiable" && other.content.md5 === hash,
  );
}

/** Its values may be those of the file, and nobody can look. */
function isLost({ entry, stage }: Producer, file: BundleFile, view: Seen): boolean {
  if (entry.at.kind !== "inside" || stage === null) return false;
  const { path } = entry.at;
  const isHere = view.contents.has(path) || view.documents.has(path);
  if (isHere || (entry.size ?? 0) > MAX_COMPARED_SIZE) return false;
  return isStructured(path) && isStructured(file.path);
}

function pathsOf(producers: readonly Producer[]): readonly string[] {
  const paths = producers.map(({ entry: { at } }) => (at.kind === "inside" ? at.path : at.text));
  return [...new Set(paths)];
}

function nameOf(path: string): string {
  return posix.basename(path).toLowerCase();
}

/** `.json`; of a name without a dot the name. */
function endingOf(path: string): string {
  const name = nameOf(path);
  return name.slice(Math.max(name.lastIndexOf("."), 0));
}
