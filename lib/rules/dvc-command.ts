// A command of DVC about stages, typed at the root of the repository.

import { grouped } from "../grouped.ts";
import { operands, pathWord } from "../shell-word.ts";

const PIPELINE = "dvc.yaml:";

/**
 * `dvc repro train`, and `dvc --cd ranking repro train` of a stage below: DVC finds it there, whether
 * its project begins there, above, or at the root, where a project of a subdirectory is none to it.
 * @param most of one directory, more are not named: then all of its pipeline is meant
 */
export function dvcCommand(
  command: string,
  stages: readonly string[],
  most: number = Infinity,
): string {
  if (stages.length === 0) return `dvc ${command}`;
  return [...grouped(stages.map(placeOf), ({ directory }) => directory)]
    .map(([directory, own]) => {
      const names = own.length > most ? [] : [operands(...own.map(({ name }) => name))];
      return [dvcIn(directory), command, ...names].join(" ");
    })
    .join(" && ");
}

/** `dvc`, to be run in a directory; `""` is the root of the repository. */
export function dvcIn(directory: string): string {
  return directory === "" ? "dvc" : `dvc --cd ${pathWord(directory)}`;
}

/** `ranking/dvc.yaml:train`, or the path of a `*.dvc` file. */
function placeOf(stage: string): { readonly directory: string; readonly name: string } {
  const file = stage.indexOf(`/${PIPELINE}`);
  if (file >= 0)
    return { directory: stage.slice(0, file), name: stage.slice(file + 1 + PIPELINE.length) };
  const last = stage.endsWith(".dvc") ? stage.lastIndexOf("/") : -1;
  return { directory: stage.slice(0, Math.max(last, 0)), name: stage.slice(last + 1) };
}
