// A command of DVC about stages, typed at the root of the repository.

import { operands, pathWord } from "../shell-word.ts";

const PIPELINE = "dvc.yaml:";

/**
 * `dvc repro train`, and `dvc --cd ranking repro train` of a stage below: DVC finds it there, whether
 * its project begins there, above, or at the root, where a project of a subdirectory is none to it.
 */
export function dvcCommand(command: string, stages: readonly string[]): string {
  const names = new Map<string, string[]>();
  for (const stage of stages) {
    const { directory, name } = placeOf(stage);
    names.set(directory, [...(names.get(directory) ?? []), name]);
  }
  if (names.size === 0) return `dvc ${command}`;
  return [...names]
    .map(([directory, own]) => {
      const there = directory === "" ? "" : ` --cd ${pathWord(directory)}`;
      return `dvc${there} ${command} ${operands(...own)}`;
    })
    .join(" && ");
}

/** `ranking/dvc.yaml:train`, or the path of a `*.dvc` file. */
function placeOf(stage: string): { readonly directory: string; readonly name: string } {
  const file = stage.indexOf(`/${PIPELINE}`);
  if (file >= 0)
    return { directory: stage.slice(0, file), name: stage.slice(file + 1 + PIPELINE.length) };
  const last = stage.endsWith(".dvc") ? stage.lastIndexOf("/") : -1;
  return { directory: stage.slice(0, Math.max(last, 0)), name: stage.slice(last + 1) };
}
