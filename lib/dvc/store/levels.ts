// The configuration files of DVC that git does not hold: of the system, of the user, of a working tree.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { orNull } from "../../at-hand.ts";
import { parseConfig } from "../config.ts";
import type { ConfigLevel } from "./places.ts";

const LARGEST = 1 << 20;

/** The directories of the system's and the user's configuration (dvc/dirs.py), lowest first. */
export function machineDirectories(
  environment: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): readonly string[] {
  const system = environment["DVC_SYSTEM_CONFIG_DIR"] || systemDirectory(environment, platform);
  const user = environment["DVC_GLOBAL_CONFIG_DIR"] || userDirectory(environment, platform);
  return [system, user].filter((directory) => directory !== null);
}

function systemDirectory(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
  if (platform === "darwin") return "/Library/Application Support/dvc";
  if (platform === "win32") return below(environment["PROGRAMDATA"], "iterative", "dvc");
  return join((environment["XDG_CONFIG_DIRS"] ?? "").split(":")[0] || "/etc/xdg", "dvc");
}

function userDirectory(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | null {
  if (platform === "win32") return below(environment["LOCALAPPDATA"], "iterative", "dvc");
  const home = environment["HOME"];
  if (platform === "darwin") return below(home, "Library", "Application Support", "dvc");
  return below(environment["XDG_CONFIG_HOME"], "dvc") ?? below(home, ".config", "dvc");
}

function below(directory: string | undefined, ...names: string[]): string | null {
  return directory === undefined || directory === "" ? null : join(directory, ...names);
}

/** A configuration file; null where there is none, or a pipe, which would hold everybody up. */
export function readLevel(directory: string, name: string): ConfigLevel | null {
  const path = join(directory, name);
  const found = orNull(() => statSync(path));
  if (found?.isFile() !== true || found.size > LARGEST) return null;
  const text = orNull(() => readFileSync(path, "utf8"));
  return text === null ? null : { settings: parseConfig(text), directory };
}
