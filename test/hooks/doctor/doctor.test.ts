// The doctor in real repositories: well after an install, and each trouble with its level and repair.

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { appendFileSync, chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { diagnose, type Check } from "../../../hooks/doctor/index.ts";
import { installHooks } from "../../../hooks/install/index.ts";
import { version } from "../../../lib/version.ts";
import { tagproof } from "../../helpers/command.ts";
import { isolatedEnvironment } from "../../helpers/repository.ts";
import { pathOf, write } from "../shells.ts";
import { bundleDirectory, install, places, snapshot, type HookPlace } from "../install/places.ts";

const test = suite("hooks/doctor");

const plain = places["a plain repository"]!;
const both = { hooks: ["pre-push", "pre-tag"] };

async function levels(place: HookPlace): Promise<Map<string, Check>> {
  const environment = isolatedEnvironment({ PATH: pathOf("git", "sh", "cat") });
  const checks = await diagnose(place.repository.directory, environment);
  return new Map(checks.map((check) => [check.subject, check]));
}

test("is well after an install, and changes nothing", async () => {
  const place = plain();
  await install(place, both);
  write(join(place.repository.directory, ".venv/bin/dvc"), "#!/bin/sh\n", 0o755);
  const before = snapshot(place.root);
  const checks = await levels(place);
  deepStrictEqual(
    [...checks.values()].map(({ subject, level }) => `${subject} ${level}`),
    ["pre-push ok", "pre-tag ok", "bundle ok", "node ok", "git ok", "dvc ok"],
  );
  strictEqual(snapshot(place.root), before);
});

interface Trouble {
  readonly name: string;
  readonly make: (place: HookPlace) => unknown;
  readonly subject: string;
  readonly level: Check["level"];
  readonly says: RegExp;
}

const git =
  (...args: string[]) =>
  ({ repository }: HookPlace) =>
    repository.git(...args);

const troubles: readonly Trouble[] = [
  {
    name: "no pre-push",
    make: ({ hook }) => rmSync(hook),
    subject: "pre-push",
    level: "error",
    says: /not wired/,
  },
  {
    name: "no pre-tag",
    make: ({ hook }) => rmSync(join(hook, "../reference-transaction")),
    subject: "pre-tag",
    level: "warning",
    says: /not wired/,
  },
  {
    name: "not executable",
    make: ({ hook }) => chmodSync(hook, 0o644),
    subject: "pre-push",
    level: "error",
    says: /not executable/,
  },
  {
    name: "overwritten",
    make: ({ hook }) => write(hook, "#!/bin/sh\n", 0o755),
    subject: "pre-push",
    level: "error",
    says: /not what tagproof wrote/,
  },
  {
    name: "overwritten by husky",
    make: ({ hook }) => write(hook, '#!/bin/sh\n. "$(dirname "$0")/h"\n', 0o755),
    subject: "pre-push",
    level: "error",
    says: /husky is in charge of pre-push/,
  },
  {
    name: "shadowed",
    make: git("config", "core.hooksPath", ".husky/_"),
    subject: "pre-push",
    level: "error",
    says: /never started: git looks for .*\.husky\/_\/pre-push \(core\.hooksPath, local\)/,
  },
  {
    name: "hooks that are turned off",
    make: git("config", "core.hooksPath", "/dev/null"),
    subject: "pre-tag",
    level: "error",
    says: /never started: git looks for \/dev\/null\/reference-transaction/,
  },
  {
    name: "a core.hooksPath that is empty",
    make: git("config", "core.hooksPath", ""),
    subject: "pre-push",
    level: "error",
    says: /never started: git looks for \/pre-push \(core\.hooksPath, local\)/,
  },
  {
    name: "an older shim",
    make: ({ hook }) => {
      const old = readFileSync("test/golden/shims/reference-transaction.2.sh");
      writeFileSync(join(hook, "../reference-transaction"), old);
    },
    subject: "pre-tag",
    level: "warning",
    says: /of an older tagproof/,
  },
  {
    name: "an edited shim",
    make: ({ hook }) => appendFileSync(hook, "exit 0\n"),
    subject: "pre-push",
    level: "error",
    says: /not what tagproof wrote/,
  },
  {
    name: "a working tree that a relative core.hooksPath leads nowhere",
    make: async (place) => {
      const { repository, root } = place;
      repository.git("config", "core.hooksPath", ".githooks");
      await install(place, both);
      repository.git("worktree", "add", "--quiet", "--detach", join(root, "linked tree"));
    },
    subject: "worktree",
    level: "error",
    says: /core\.hooksPath is \.githooks, which .*linked tree does not have: no hook runs there/,
  },
  {
    name: "a hook of the configuration",
    make: ({ repository }) => {
      repository.git("config", "hook.our lint.command", "true");
      repository.git("config", "hook.our lint.event", "pre-push");
    },
    subject: "config hook",
    level: "ok",
    says: /^hook\.our lint (?:runs before ours on pre-push|is for pre-push, and git .* runs none)/,
  },
  {
    name: "a part of the bundle is gone",
    make: ({ home }) => rmSync(join(home, "chunk-one.cjs")),
    subject: "bundle",
    level: "error",
    says: /1 of \d+ files .* missing or changed/,
  },
  {
    name: "a mirror",
    make: git("config", "remote.origin.mirror", "true"),
    subject: "mirror",
    level: "warning",
    says: /a push to origin deletes tags/,
  },
  {
    name: "push.followTags",
    make: git("config", "push.followTags", "true"),
    subject: "push",
    level: "ok",
    says: /followTags/,
  },
  {
    name: "no DVC",
    make: () => undefined,
    subject: "dvc",
    level: "warning",
    says: /not found/,
  },
  {
    name: "git-lfs without its hook",
    make: ({ repository }) => {
      mkdirSync(join(repository.directory, "data"));
      writeFileSync(join(repository.directory, ".gitattributes"), "*.bin filter=lfs\n");
    },
    subject: "git-lfs",
    level: "warning",
    says: /not uploaded/,
  },
];

for (const { name, make, subject, level, says } of troubles) {
  test(`sees ${name}`, async () => {
    const place = plain();
    await install(place, both);
    if (name !== "no DVC")
      ok((await levels(place)).get(subject)?.level !== level || level === "ok");
    await make(place);
    const found = (await levels(place)).get(subject);
    strictEqual(found?.level, level);
    match(found.text, says);
    strictEqual(found.repair === null, level === "ok");
  });
}

test("where all repositories share their hooks, install alone would be refused", async () => {
  const place = plain();
  place.repository.git("config", "core.hooksPath", join(place.root, "shared hooks"));
  const found = (await levels(place)).get("pre-push");
  strictEqual(found?.level, "error");
  match(found.text, /not wired: git takes the hooks of other repositories from .*shared hooks/);
  const [command = "", next = ""] = (found.repair ?? "").split(" && ");
  match(command, /^git config --local core\.hooksPath \S+\.git\/hooks$/);
  strictEqual(next, "tagproof install");
});

test("sees a Node.js that is gone, and an older tagproof", async () => {
  const place = plain();
  await installHooks({
    directory: place.repository.directory,
    environment: isolatedEnvironment(),
    ...both,
    dryRun: false,
    version: "0.0.1",
    node: "/nonexistent/node",
    bundleDirectory: bundleDirectory(),
  });
  const checks = await levels(place);
  strictEqual(checks.get("node")?.level, "warning");
  match(checks.get("bundle")?.text ?? "", new RegExp(`0\\.0\\.1, this is ${version}`));
});

test("a server needs pre-receive and nothing else", async () => {
  const place = places["a bare repository"]!();
  strictEqual((await levels(place)).get("pre-receive")?.level, "error");
  await install(place, { hooks: ["pre-receive"] });
  const checks = await levels(place);
  strictEqual(checks.get("pre-receive")?.level, "ok");
  ok(!checks.has("pre-push") && !checks.has("dvc"));
});

test("the command prints a screen, and exits 1 for an error only", async () => {
  const check = (level: Check["level"], repair: string | null): Check => ({
    level,
    subject: "pre-push",
    text: "as it is\u001b[2K",
    repair,
  });
  const run = (...checks: Check[]) =>
    tagproof(["doctor"], { dependencies: { doctor: () => Promise.resolve(checks) } });
  const bad = await run(check("ok", null), check("error", "tagproof install"));
  strictEqual(bad.code, 1);
  strictEqual(
    bad.stdout,
    [
      "ok       pre-push     as it is\\u{1b}[2K",
      "error    pre-push     as it is\\u{1b}[2K",
      "                      > tagproof install",
      "",
    ].join("\n"),
  );
  strictEqual((await run(check("warning", "x"))).code, 0);
});

test.run();
