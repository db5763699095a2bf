// Every shape of the corpus.

import type { Shape } from "../shape.ts";
import { artifact } from "./artifact.ts";
import { copied } from "./copied.ts";
import { kept } from "./kept.ts";
import { mixed } from "./mixed.ts";
import { monorepo } from "./monorepo.ts";
import { registry } from "./registry.ts";
import { staged } from "./staged.ts";

export const shapes: readonly Shape[] = [artifact, copied, kept, mixed, monorepo, registry, staged];
