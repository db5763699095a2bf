// The corpus on the shape `registry`: test/corpus/shapes/registry.ts.

import { runCorpus } from "../corpus/run.ts";
import { registry } from "../corpus/shapes/registry.ts";

runCorpus(registry);
