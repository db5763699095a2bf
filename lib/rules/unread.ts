// Which records of a release could not be read: what depends on them is then not judged twice.

import type { PipelineFacts } from "../evidence.ts";

/** Locks, pipelines and pointer files that are absent where needed, or unreadable. */
export function unreadRecords({ pipelines, pointers }: PipelineFacts): readonly string[] {
  const readings = [
    ...pipelines.flatMap(({ file, lock }) => [file, lock]),
    ...pointers.map(({ pointer }) => pointer),
  ];
  const missing = pipelines.filter(
    ({ file, lock }) =>
      lock.state === "absent" && file.state === "present" && file.value.stages.length > 0,
  );
  return [
    ...readings.flatMap((reading) => (reading.state === "unreadable" ? [reading.source.path] : [])),
    ...missing.map(({ lockPath }) => lockPath),
  ];
}
