#!/usr/bin/env node
// The entry of the command line.

import { dependencies } from "./dependencies.ts";
import { start } from "./start.ts";

await start(dependencies);
