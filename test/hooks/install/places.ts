// Repositories of every shape that an installer meets, with a remote to push to, and their state on disk.

import {
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
} from "node:fs";
import { join, relative } from "node:path";
import { temporaryDirectory } from "tempy";
import { installHooks, uninstallHooks, type HookOutcome } from "../../../hooks/install/index.ts";
import {
  isolatedEnvironment,
  repositoryAt,
  type TestRepository,
} from "../../helpers/repository.ts";
import { hookEvents } from "../../../hooks/install/events.ts";
import { launchText, recordingBundle, write } from "../shells.ts";

export interface HookPlace {
  /** Everything that an install could touch is below it. */
  readonly root: string;
  readonly repository: TestRepository;
  /** Where the shim is expected, absolute. */
  readonly hook: string;
  /** `<common dir>/tagproof`. */
  readonly home: string;
}

function begin(directory: string, ...initArguments: string[]): TestRepository {
  mkdirSync(directory, { recursive: true });
  const repository = repositoryAt(directory);
  repository.git("init", "--quiet", "--initial-branch=main", ...initArguments);
  return repository;
}

function fill(repository: TestRepository): TestRepository {
  repository.write("file", "text\n");
  repository.commit("first");
  return repository;
}

/** A remote beside it, named `origin`. */
function withRemote(root: string, repository: TestRepository, format = "sha1"): void {
  begin(join(root, "remote.git"), "--bare", `--object-format=${format}`);
  repository.git("remote", "add", "origin", join(root, "remote.git"));
}

function plain(name = "work", ...initArguments: string[]): HookPlace {
  const root = temporaryDirectory();
  const repository = fill(begin(join(root, name), ...initArguments));
  const format = initArguments.includes("--object-format=sha256") ? "sha256" : "sha1";
  withRemote(root, repository, format);
  const git = join(root, name, ".git");
  return { root, repository, hook: join(git, "hooks/pre-push"), home: join(git, "tagproof") };
}

function withoutHooksDirectory(): HookPlace {
  return plain("work", "--template=");
}

function withHooksPath(value: string): HookPlace {
  const place = plain();
  place.repository.git("config", "core.hooksPath", value);
  return { ...place, hook: join(place.repository.directory, value, "pre-push") };
}

function linkedWorktree(): HookPlace {
  const place = plain();
  const directory = join(place.root, "linked tree");
  place.repository.git("worktree", "add", "--quiet", "-b", "other", directory);
  return { ...place, repository: repositoryAt(directory) };
}

function separateGitDirectory(): HookPlace {
  const root = temporaryDirectory();
  const repository = fill(begin(join(root, "work"), `--separate-git-dir=${join(root, "apart")}`));
  withRemote(root, repository);
  return {
    root,
    repository,
    hook: join(root, "apart/hooks/pre-push"),
    home: join(root, "apart/tagproof"),
  };
}

function submodule(): HookPlace {
  const inner = plain("inner");
  const outer = fill(begin(join(inner.root, "outer")));
  outer.git(
    "-c",
    "protocol.file.allow=always",
    "submodule",
    "--quiet",
    "add",
    inner.repository.directory,
    "part",
  );
  outer.commit("with a part");
  const repository = repositoryAt(join(outer.directory, "part"));
  repository.git("remote", "set-url", "origin", join(inner.root, "remote.git"));
  const git = join(outer.directory, ".git/modules/part");
  return {
    root: inner.root,
    repository,
    hook: join(git, "hooks/pre-push"),
    home: join(git, "tagproof"),
  };
}

function bare(): HookPlace {
  const place = plain();
  const directory = join(place.root, "bare.git");
  place.repository.git("clone", "--quiet", "--bare", ".", directory);
  const repository = repositoryAt(directory);
  repository.git("remote", "set-url", "origin", join(place.root, "remote.git"));
  return {
    root: place.root,
    repository,
    hook: join(directory, "hooks/pre-push"),
    home: join(directory, "tagproof"),
  };
}

function withOtherHooks(): HookPlace {
  const place = plain();
  write(join(place.hook, "../post-commit"), "#!/bin/sh\n:\n", 0o755);
  write(join(place.hook, "../pre-push.before"), "#!/bin/sh\nexit 1\n", 0o700);
  return place;
}

/** A fresh one each time. */
export const places: Readonly<Record<string, () => HookPlace>> = {
  "a plain repository": plain,
  "a sha256 repository": () => plain("work", "--object-format=sha256"),
  "no hooks directory": withoutHooksDirectory,
  "a name with spaces and quotes": () => plain('it\'s a "work" $(id) `tree`'),
  "other hooks": withOtherHooks,
  "a relative core.hooksPath": () => withHooksPath(".githooks"),
  "a deep core.hooksPath": () => withHooksPath("tools/git hooks/here"),
  "a linked worktree": linkedWorktree,
  "a separate git directory": separateGitDirectory,
  "a submodule": submodule,
  "a bare repository": bare,
};

/** Every file below a directory with its kind, mode and content, and every directory. */
export function snapshot(root: string): string {
  const lines: string[] = [];
  const visit = (directory: string): void => {
    for (const name of readdirSync(directory).toSorted()) {
      const path = join(directory, name);
      const stat = lstatSync(path);
      const what = `${relative(root, path)} ${(stat.mode & 0o7777).toString(8)}`;
      if (stat.isDirectory()) {
        lines.push(`${what} directory`);
        visit(path);
      } else if (stat.isSymbolicLink()) lines.push(`${what} -> ${readlinkSync(path)}`);
      else lines.push(`${what} ${readFileSync(path, "base64")}`);
    }
  };
  visit(root);
  return lines.join("\n");
}

/** Path and modification time of every file below a directory. */
export function times(root: string): string {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .toSorted()
    .map((name) => `${name} ${lstatSync(join(root, name)).mtimeMs}`)
    .join("\n");
}

/** A directory as the build makes it: the shim, an entry, and a module that the entry loads. */
export function bundleDirectory(entry: string = recordingBundle, chunk = "one"): string {
  const directory = temporaryDirectory();
  write(join(directory, "launch.sh"), launchText);
  write(join(directory, "tagproof.cjs"), "// the command line: no part of a hook\n");
  for (const event of hookEvents) {
    write(join(directory, `${event}.cjs`), `require("./chunk-${chunk}.cjs");\n${entry}`);
    copyFileSync(join(process.cwd(), `hooks/${event}.sh`), join(directory, `${event}.sh`));
  }
  write(join(directory, `chunk-${chunk}.cjs`), `// ${chunk}\n`);
  return directory;
}

interface Options {
  readonly bundle?: string;
  readonly dryRun?: boolean;
  readonly env?: NodeJS.ProcessEnv;
  readonly hooks?: readonly string[];
}

export function install(place: HookPlace, options: Options = {}): Promise<HookOutcome> {
  return installHooks({
    ...request(place, options),
    version: "0.1.0",
    node: process.execPath,
    bundleDirectory: options.bundle ?? bundleDirectory(),
  });
}

export function uninstall(place: HookPlace, options: Options = {}): Promise<HookOutcome> {
  return uninstallHooks(request(place, options));
}

function request(place: HookPlace, options: Options) {
  return {
    directory: place.repository.directory,
    environment: isolatedEnvironment(options.env),
    hooks: options.hooks ?? ["pre-push"],
    dryRun: options.dryRun ?? false,
  };
}
