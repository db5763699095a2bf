// The corpus on the shape `kept`: test/corpus/shapes/kept.ts.

import { runCorpus } from "../corpus/run.ts";
import { kept } from "../corpus/shapes/kept.ts";

runCorpus(kept);
