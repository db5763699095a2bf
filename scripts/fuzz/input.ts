// Which bytes an input is, by its number alone.

import { makeChance } from "../differential/random.ts";
import { documentsOf } from "./corpus.ts";
import { damage } from "./mutate.ts";

export interface Input {
  readonly name: string;
  readonly bytes: Buffer;
}

/** The targets take turns. */
export function inputOf(seed: number, names: readonly string[], number: number): Input {
  const name = names[number % names.length] ?? "";
  const chance = makeChance(seed * 1_000_003 + number);
  return { name, bytes: damage(chance, Buffer.from(chance.pick(documentsOf(name)))) };
}
