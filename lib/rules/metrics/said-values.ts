// Every value that runs recorded under a key, whichever file it is of.

import type { Node } from "../../document/node.ts";
import { pythonEquals } from "../../document/value.ts";
import { valuesIn } from "../../document/values-in.ts";
import type { RecordedParam } from "../../dvc/recorded-params.ts";
import { remembered } from "../../remembered.ts";

/** Whether one of the recorded params has the promoted value under the key: it may be promoted from there. */
export function isSaidIn(
  recorded: readonly RecordedParam[],
  { key, promoted }: { readonly key: string; readonly promoted: Node | null },
): boolean {
  const said = saidIn(recorded).get(key) ?? [];
  return promoted !== null && said.some((value) => pythonEquals(value, promoted));
}

const saidIn = remembered((recorded: readonly RecordedParam[]) => {
  const said = new Map<string, Node[]>();
  for (const param of recorded) {
    for (const { path, value } of valuesIn(param.value, [param.key])) {
      const key = path.join(".");
      const there = said.get(key);
      if (there === undefined) said.set(key, [value]);
      else there.push(value);
    }
  }
  return said;
});
