// The libraries behind the parsers, each loaded when a document first needs it: imports cost more than most documents.

import { createRequire } from "node:module";
import type * as LezerPython from "@lezer/python";
import type * as SmolToml from "smol-toml";
import type * as Yaml from "yaml";

// Parsing is synchronous, so `import()` will not do. The bundle drops this line (scripts/build/bundle.ts): then the
// bundler sees the calls below, and carries the packages.
const require = createRequire(import.meta.url);

export type YamlModule = typeof Yaml;
export type PythonTree = ReturnType<typeof LezerPython.parser.parse>;

export function loadYaml(): YamlModule {
  return require("yaml");
}

export function loadToml(): typeof SmolToml {
  return require("smol-toml");
}

export function loadPython(): typeof LezerPython {
  return require("@lezer/python");
}
