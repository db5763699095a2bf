// All cases: what is broken, and what is good although it looks unusual.

import { applies, type Case } from "./case.ts";
import { good } from "./good/index.ts";
import { history } from "./mutations/history.ts";
import { lock } from "./mutations/lock.ts";
import { manifest } from "./mutations/manifest.ts";
import { evaluations } from "./mutations/measured.ts";
import { members } from "./mutations/members.ts";
import { metrics } from "./mutations/metrics.ts";
import { model } from "./mutations/model.ts";
import { notes } from "./mutations/notes.ts";
import { push } from "./mutations/push.ts";
import { registry } from "./mutations/registry.ts";
import { tag } from "./mutations/tag.ts";
import type { Shape } from "./shape.ts";

export const cases: readonly Case[] = [
  ...good,
  ...metrics,
  ...model,
  ...manifest,
  ...members,
  ...registry,
  ...lock,
  ...history,
  ...notes,
  ...evaluations,
  ...tag,
  ...push,
];

/** The cases that are made of a shape. */
export function casesOf(shape: Shape): readonly Case[] {
  return cases.filter((item) => applies(item, shape));
}
