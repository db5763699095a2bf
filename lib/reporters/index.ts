// The formats of a report. A new one is a file beside this and a line in the list.

import { github } from "./github.ts";
import { json } from "./json.ts";
import { junit } from "./junit.ts";
import { markdown } from "./markdown.ts";
import { ndjson } from "./ndjson.ts";
import type { Reporter } from "./reporter.ts";
import { sarif } from "./sarif.ts";
import { text } from "./text.ts";

export { plain, type Paint, type RenderContext, type Reporter, type Style } from "./reporter.ts";

/** In the order in which help names them; the first is the default. */
export const reporters: readonly Reporter[] = [text, json, ndjson, sarif, junit, github, markdown];
