// The corpus on the shape `mixed`: test/corpus/shapes/mixed.ts.

import { runCorpus } from "../corpus/run.ts";
import { mixed } from "../corpus/shapes/mixed.ts";

runCorpus(mixed);
