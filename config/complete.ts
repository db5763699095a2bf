// A policy made whole: what is set over the preset over the defaults. Without an rc file no schema is loaded.

import type { Policy } from "../lib/policy.ts";
import { digestOf } from "./digest.ts";
import { mergePolicy } from "./merge.ts";
import type { RawPolicy } from "./raw.ts";

/** Defaults, then the preset, then what is set: mappings are merged by key, lists replace. */
export function completePolicy(raw: RawPolicy, source: string): Policy {
  const settings = mergePolicy(raw);
  return { ...settings, source, digest: digestOf(settings) };
}
