// What a ref holds, asked once.

import { remembered } from "../remembered.ts";
import type { ObjectLookup } from "./answer.ts";
import type { ObjectReader } from "./batch.ts";

const known: (reader: ObjectReader) => Map<string, Promise<ObjectLookup>> = remembered(
  () => new Map(),
);

/** All releases of an audit see one state of the repository, however long it takes. */
export function heldBy(reader: ObjectReader, ref: string): Promise<ObjectLookup> {
  const answers = known(reader);
  const answer = answers.get(ref) ?? reader.info(ref);
  answers.set(ref, answer);
  return answer;
}
