// The one list of GIT_* variables that reach a git that tagproof starts.

/** Say which repository is meant; only asked while it is opened, then replaced by what git answered. */
const LOCATION = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_CEILING_DIRECTORIES",
  "GIT_DISCOVERY_ACROSS_FILESYSTEM",
];

/** Where the configuration files are, and which git the caller runs. */
const INSTALLATION = [
  "GIT_EXEC_PATH",
  "GIT_CONFIG_GLOBAL",
  "GIT_CONFIG_SYSTEM",
  "GIT_CONFIG_NOSYSTEM",
];

/** What receive-pack sets for its hooks: without these the pushed objects cannot be read. */
const QUARANTINE = [
  "GIT_QUARANTINE_PATH",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_SHALLOW_FILE",
];

/** Command-scope configuration (`git -c`): safe.directory while opening, waivers while reading it. */
const COMMAND_SCOPE = /^GIT_CONFIG_(?:PARAMETERS|COUNT|KEY_\d+|VALUE_\d+)$/;

/** Programs that git would ask a person with: never wanted, and simple-git refuses to pass them on. */
const INTERACTIVE = /^(?:EDITOR|VISUAL|PAGER|SSH_ASKPASS|PREFIX)$/i;

/**
 * Set always. Replace refs and grafts would show an object that is not the one that is pushed; a
 * lazy fetch would ask the network for an object that a partial clone lacks, and git before 2.45
 * (less some maintenance releases) only obeys the list of allowed protocols.
 */
const FORCED = {
  GIT_NO_REPLACE_OBJECTS: "1",
  GIT_GRAFT_FILE: "/dev/null",
  GIT_NO_LAZY_FETCH: "1",
  GIT_ALLOW_PROTOCOL: "none",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
} as const;

/** Where an opened repository is, as git said. */
export interface Location {
  readonly gitDirectory: string;
  readonly worktree: string | null;
}

/** The environment in which a repository is looked for: the caller's idea of where it is holds. */
export function openingEnvironment(caller: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return pick(caller, (name) => LOCATION.includes(name) || COMMAND_SCOPE.test(name));
}

/**
 * The environment of every command in an opened repository. `GIT_COMMON_DIR` is only kept where the
 * caller had it: git ignores `core.bare` and `core.worktree` as soon as it is set.
 */
export function repositoryEnvironment(
  caller: NodeJS.ProcessEnv,
  location: Location,
  commonDirectory: string,
): NodeJS.ProcessEnv {
  const environment = pick(caller, () => false);
  environment["GIT_DIR"] = location.gitDirectory;
  if (caller["GIT_COMMON_DIR"] !== undefined) environment["GIT_COMMON_DIR"] = commonDirectory;
  if (location.worktree === null) environment["GIT_IMPLICIT_WORK_TREE"] = "0";
  else environment["GIT_WORK_TREE"] = location.worktree;
  return environment;
}

/** The command-scope configuration of the caller, for the one command that reads configuration. */
export function commandScope(caller: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(caller).filter(([name]) => COMMAND_SCOPE.test(name)));
}

/** The names that simple-git must be told to let through (`allowEnvironment`): all that we set. */
export function allowedNames(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(environment).filter((name) => /^GIT/i.test(name));
}

function pick(caller: NodeJS.ProcessEnv, isWanted: (name: string) => boolean): NodeJS.ProcessEnv {
  const quarantined = caller["GIT_QUARANTINE_PATH"] !== undefined;
  const kept = Object.entries(caller).filter(
    ([name]) =>
      !(/^GIT_/i.test(name) || INTERACTIVE.test(name)) ||
      INSTALLATION.includes(name) ||
      (quarantined && QUARANTINE.includes(name)) ||
      isWanted(name),
  );
  return { ...Object.fromEntries(kept), ...FORCED };
}
