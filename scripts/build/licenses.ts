// The licences of the packages that are in the bundle: they ask to be passed on with the code.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The directory of the package that holds a module, the innermost one. */
const PACKAGE = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;

/** One text with the name, version, licence and licence file of each package of these modules. */
export function licenseText(modules: readonly string[]): string {
  const directories = new Set(modules.flatMap((id) => PACKAGE.exec(id)?.[0] ?? []));
  const sections = [...directories].map(describePackage);
  return `Packages in this bundle.\n\n${sections.toSorted().join("\n")}`;
}

function describePackage(directory: string): string {
  const manifest: Record<string, unknown> = JSON.parse(
    readFileSync(join(directory, "package.json"), "utf8"),
  );
  const file = readdirSync(directory).find((name) => /^licen[cs]e/i.test(name));
  const path = file === undefined ? null : join(directory, file);
  const text = path !== null && existsSync(path) ? readFileSync(path, "utf8").trim() : "";
  const { name, version, license } = manifest;
  return `---- ${String(name)} ${String(version)} (${String(license)})\n\n${text}\n`;
}
