// The corpus on the shape `copied`: test/corpus/shapes/copied.ts.

import { runCorpus } from "../corpus/run.ts";
import { copied } from "../corpus/shapes/copied.ts";

runCorpus(copied);
