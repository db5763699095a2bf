// The corpus on the shape `artifact`: test/corpus/shapes/artifact.ts.

import { runCorpus } from "../corpus/run.ts";
import { artifact } from "../corpus/shapes/artifact.ts";

runCorpus(artifact);
