// The part of `.dvc/config` that decides how a mapping in a command is spelled out as flags.

import type { FlagStyle } from "./resolve/index.ts";

/**
 * `[parsing] bool` and `[parsing] list` of a DVC configuration (INI by configobj: keys and section
 * names in lower case, values perhaps quoted, `#` starts a comment). Other settings are left alone.
 */
export function readFlagStyle(text: string): FlagStyle {
  let section = "";
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, header] = /^\s*\[([^\]]*)\]/.exec(line) ?? [];
    if (header !== undefined) section = header.trim().toLowerCase();
    const [, key, value] = /^\s*([\w.]+)\s*=\s*["']?([\w-]*)/.exec(line) ?? [];
    if (section === "parsing" && key !== undefined) values.set(key.toLowerCase(), value ?? "");
  }
  return {
    ...(values.get("bool") === "boolean_optional"
      ? { boolStyle: "boolean_optional" as const }
      : {}),
    ...(values.get("list") === "append" ? { listStyle: "append" as const } : {}),
  };
}
