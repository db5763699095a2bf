// What has to be committed for a bundle that was made again: files that DVC keeps are in no commit.

import { isWithin } from "../../dvc/locate.ts";
import { isLeftToGit, producersOf, type Producer } from "../../dvc/producers.ts";
import type { PipelineFacts } from "../../evidence.ts";
import type { View } from "../../rule.ts";
import { operands } from "../../shell-word.ts";
import { listed } from "../wording.ts";

type Seen = Pick<View<"bundle" | "pipelines">, "bundle" | "pipelines">;

/**
 * `commit dvc.lock and publish/v1, and tag that commit`. Of what DVC keeps, only what records it is committed,
 * after `dvc add` where that is a `.dvc` file, and its bytes are pushed to where others find them.
 */
export function commitBundle(
  { bundle, pipelines }: Seen,
  lockPath: string = lockOf({ bundle, pipelines }),
): string {
  const { files, path } = bundle;
  const kept = keptFor({ bundle, pipelines });
  const pointers = kept.filter(({ stage }) => stage === null);
  const isInGit = files.some(({ entry }) => entry !== null) || kept.length === 0;
  const records = [
    ...(pipelines.pipelines.length === 0 && pointers.length > 0 ? [] : [lockPath]),
    ...pointers
      .map(({ recordedIn }) => recordedIn)
      .filter((pointer) => !isInGit || !isWithin(pointer, path)),
    ...(isInGit ? [path] : []),
  ];
  const added = [...new Set(pointers.map((pointer) => `run: ${keepAgain(pointer, pipelines)}, `))];
  const push = kept.length === 0 ? "" : " run: dvc push,";
  return `${added.join("")}commit ${listed([...new Set(records)])},${push} and tag that commit`;
}

/** Of the stages that write the bundle, else the nearest one. */
function lockOf({ bundle: { path }, pipelines }: Seen): string {
  const producers = producersOf(pipelines);
  const around = [...producers.at(path), ...producers.above(path), ...producers.below(path)];
  const [writer] = around.flatMap(({ stage }) => stage ?? []);
  const [nearest] = pipelines.pipelines
    .filter(({ directory }) => directory === "" || isWithin(path, directory))
    .toSorted((left, right) => right.directory.length - left.directory.length);
  return writer?.lockPath ?? nearest?.lockPath ?? pipelines.pipelines[0]?.lockPath ?? "dvc.lock";
}

/** The recorded outs that are in the bundle, or that it is in, and whose bytes git does not have. */
export function keptFor({ bundle: { files, path }, pipelines }: Seen): readonly Producer[] {
  const producers = producersOf(pipelines);
  const around = [...producers.at(path), ...producers.above(path), ...producers.below(path)];
  const inGit = files.filter(({ entry }) => entry !== null);
  return around.filter((producer) => {
    const { at } = producer.entry;
    if (at.kind !== "inside" || isLeftToGit(producer)) return false;
    return !inGit.some((file) => isWithin(file.path, at.path));
  });
}

/** What `dvc add` took is added again; what was imported is updated. */
function keepAgain({ entry: { at }, recordedIn }: Producer, { pointers }: PipelineFacts): string {
  const isImport = pointers.some(({ path, deps }) => path === recordedIn && deps.length > 0);
  if (isImport || at.kind !== "inside") return `dvc update ${operands(recordedIn)}`;
  return `dvc add ${operands(at.path)}`;
}
