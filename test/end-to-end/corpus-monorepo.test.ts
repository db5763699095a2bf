// The corpus on the shape `monorepo`: test/corpus/shapes/monorepo.ts.

import { runCorpus } from "../corpus/run.ts";
import { monorepo } from "../corpus/shapes/monorepo.ts";

runCorpus(monorepo);
