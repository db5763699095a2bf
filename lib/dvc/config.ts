// DVC's configuration files (INI, as configobj reads them), and what they say of flags in commands.

import type { FlagStyle } from "./resolve/index.ts";

/** Settings by section, then by key, both in lower case. A remote's section is `remote "name"`. */
export type ConfigText = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Nobody's configuration is longer; hostile ones are. */
const LARGEST = 1 << 20;
const SECTION = /^\[([^[\]]*)\]/;

/**
 * The settings of a configuration file. What configobj would interpolate (`%(name)s`), lists and
 * what cannot be read are left out: a setting that is not understood is none.
 */
export function parseConfig(text: string): ConfigText {
  const sections = new Map<string, Map<string, string>>();
  if (text.length > LARGEST) return sections;
  let section: Map<string, string> | null = openSection(sections, "");
  for (const spaced of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const line = spaced.trim();
    const [, header] = SECTION.exec(line) ?? [];
    if (header !== undefined) section = openSection(sections, unquote(header.trim()));
    else if (line.startsWith("[")) section = null;
    else if (section !== null) readSetting(line, section);
  }
  return sections;
}

function openSection(sections: Map<string, Map<string, string>>, name: string) {
  const section = sections.get(name.toLowerCase()) ?? new Map<string, string>();
  sections.set(name.toLowerCase(), section);
  return section;
}

function unquote(name: string): string {
  const quote = name[0];
  const isQuoted = (quote === '"' || quote === "'") && name.length > 1 && name.endsWith(quote);
  return isQuoted ? name.slice(1, -1) : name;
}

function readSetting(line: string, section: Map<string, string>): void {
  const key = readKey(line);
  const value = key === null ? null : readValue(key.rest);
  if (key === null || value === null || value.includes("%(")) return;
  section.set(key.name.toLowerCase(), value);
}

/** The key before the `=`, bare or quoted, and what follows the `=`. */
function readKey(line: string): { readonly name: string; readonly rest: string } | null {
  const quoted = readQuoted(line);
  const at = line.indexOf("=");
  const name = quoted?.text ?? line.slice(0, Math.max(0, at)).trim();
  const after = quoted === null ? line.slice(Math.max(0, at)) : quoted.rest.trimStart();
  const isKey = after.startsWith("=") && !/^(?:["'#]|$)/.test(quoted === null ? name : "x");
  return isKey ? { name, rest: after.slice(1).trim() } : null;
}

/** One value: quoted, or bare up to a comment. A comma makes a list of it, which no path is. */
function readValue(text: string): string | null {
  const quoted = readQuoted(text);
  if (quoted !== null) return /^\s*(?:#|$)/.test(quoted.rest) ? quoted.text : null;
  const [bare = ""] = text.split("#", 1);
  return bare.includes(",") || /^["']/.test(bare) ? null : bare.trim();
}

function readQuoted(text: string): { readonly text: string; readonly rest: string } | null {
  const [quote] = /^(?:"""|'''|"|')/.exec(text) ?? [];
  const end = quote === undefined ? -1 : text.indexOf(quote, quote.length);
  if (quote === undefined || end === -1) return null;
  return { text: text.slice(quote.length, end), rest: text.slice(end + quote.length) };
}

/** `[parsing] bool` and `[parsing] list`: how a mapping in a command is spelled out as flags. */
export function readFlagStyle(text: string): FlagStyle {
  const parsing = parseConfig(text).get("parsing");
  return {
    ...(parsing?.get("bool") === "boolean_optional"
      ? { boolStyle: "boolean_optional" as const }
      : {}),
    ...(parsing?.get("list") === "append" ? { listStyle: "append" as const } : {}),
  };
}
