// The corpus on the shape `staged`: test/corpus/shapes/staged.ts.

import { runCorpus } from "../corpus/run.ts";
import { staged } from "../corpus/shapes/staged.ts";

runCorpus(staged);
