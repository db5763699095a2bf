// DVC's configuration files (INI, as configobj reads them), and what they say of flags in commands.

import type { FlagStyle } from "./resolve/index.ts";

/** Settings by section, then by key, both in lower case. A remote's section is `remote "name"`. */
export type ConfigText = ReadonlyMap<string, ReadonlyMap<string, string>>;

const SECTION = /^\s*\[([^[\]]*)\]\s*(?:#.*)?$/;
const NESTED = /^\s*\[\[/;
const SETTING = /^\s*(?:"([^"]*)"|'([^']*)'|([^=#'"]+?))\s*=\s*(.*?)\s*$/;
/** One value: quoted, or bare up to a comment. A comma makes a list of it, which no path is. */
const VALUE = /^(?:"([^"]*)"|'([^']*)'|([^'"#,]*?))\s*(?:#.*)?$/;

/**
 * The settings of a configuration file. What configobj would interpolate (`%(name)s`), lists and
 * what cannot be read are left out: a setting that is not understood is none.
 */
export function parseConfig(text: string): ConfigText {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | null = openSection(sections, "");
  for (const line of text.replace(/^\uFEFF/, "").split(/\r?\n/)) {
    const [, header] = SECTION.exec(line) ?? [];
    if (header !== undefined) section = openSection(sections, unquote(header.trim()));
    else if (NESTED.test(line)) section = null;
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
  const [, double, single] = /^(?:"(.*)"|'(.*)')$/.exec(name) ?? [];
  return double ?? single ?? name;
}

function readSetting(line: string, section: Map<string, string>): void {
  const [, double, single, bare, rest = ""] = SETTING.exec(line) ?? [];
  const key = double ?? single ?? bare;
  const [match, ...values] = VALUE.exec(rest) ?? [];
  if (key === undefined || match === undefined || match.includes("%(")) return;
  section.set(key.toLowerCase(), values.find((value) => value !== undefined) ?? "");
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
