// Every value that runs used under a key, whichever file it is of.

import type { Node } from "../../document/node.ts";
import { pythonEquals } from "../../document/value.ts";
import { valuesIn } from "../../document/values-in.ts";
import type { RecordedParam } from "../../dvc/recorded-params.ts";
import { isOwnKey } from "../bundle/own-keys.ts";

export interface Said {
  readonly value: Node;
  readonly param: RecordedParam;
}

/** By dotted key, down to what sections lead to. */
export function saidIn(used: readonly RecordedParam[]): ReadonlyMap<string, readonly Said[]> {
  const said = new Map<string, Said[]>();
  for (const param of used) {
    for (const { path, value } of valuesIn(param.value, [param.key])) {
      const key = path.join(".");
      const there = said.get(key);
      if (there === undefined) said.set(key, [{ value, param }]);
      else there.push({ value, param });
    }
  }
  return said;
}

/** Whether one of them is the promoted value: it may be promoted from there. */
export function hasValue(said: readonly Said[] | undefined, promoted: Node): boolean {
  return said?.some(({ value }) => pythonEquals(value, promoted)) ?? false;
}

/** Whether the promoted file may say it of itself (`version`), whatever the params file has under the name. */
export function isOwnParam(key: string): boolean {
  return isOwnKey(key.slice(key.lastIndexOf(".") + 1));
}
