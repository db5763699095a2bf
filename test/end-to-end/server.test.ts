// The pre-receive hook behind real servers: smart HTTP and ssh, pushed to by a real client.

import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { columns } from "../../lib/reporters/wrap.ts";
import { hooked, runGitIn, type GitRun, type Hooked } from "../helpers/hooked.ts";
import { runProgram } from "../helpers/program.ts";
import { repositoryAt, type TestRepository } from "../helpers/repository.ts";
import { openHttp, openSsh, type Transport } from "../helpers/transports.ts";
import { write } from "../hooks/shells.ts";

interface Client {
  readonly work: TestRepository;
  readonly server: TestRepository;
  /** A push of somebody who has no hooks. */
  readonly push: (...refspecs: string[]) => GitRun;
  readonly has: (ref: string) => boolean;
}

/** The server of a place, with the hook, as a transport reaches it. */
function clientOf(place: Hooked, transport: Transport): Client {
  const { server, directory, environment } = place;
  server.git("config", "http.receivepack", "true");
  const { code, stderr } = runProgram(server.directory, ["install", "--server", "."], environment);
  strictEqual(code, 0, stderr);
  const url = transport.url(server.directory);
  const push = (...refspecs: string[]): GitRun =>
    runGitIn(directory, { ...environment, ...transport.environment }, [
      "push",
      "--no-verify",
      url,
      ...refspecs,
    ]);
  const has = (ref: string): boolean =>
    server.git("for-each-ref", "--format=%(refname)").split("\n").includes(ref);
  return { work: repositoryAt(directory), server, push, has };
}

/** What the server said, one line each, without `remote: ` and the padding that git adds to it. */
function said({ stderr }: GitRun): string {
  const lines = stderr.split("\n").filter((line) => line.startsWith("remote: "));
  const told = lines.map((line) => line.slice("remote: ".length).trimEnd());
  for (const line of told) ok(columns(line) <= 72, line);
  return told.join("\n");
}

function objects({ git }: TestRepository): string {
  return git("count-objects", "-v").replaceAll(/^(?:size|garbage).*$/gm, "");
}

const first = hooked();
// Both servers show what lies below the temporary directory of the first place.
const transports = [await openHttp(join(first.root, "..")), openSsh()];

for (const transport of transports) {
  const test = suite(`end-to-end/server, ${transport.name}`);
  const client = (): Client => clientOf(hooked(), transport);

  test("a good release arrives, a bad one is refused and leaves nothing", () => {
    const { push, has, server } = client();
    const good = push("v1.1.0");
    strictEqual(good.code, 0, good.stderr);
    match(said(good), /^v1\.1\.0 passed$/m);
    ok(has("refs/tags/v1.1.0"));
    const before = objects(server);
    const bad = push("main", "v1.5.0");
    strictEqual(bad.code, 1);
    match(said(bad), /^v1\.5\.0 refused: .*[^]*lr = 0\.7/m);
    match(bad.stderr, /pre-receive hook declined/);
    ok(!has("refs/tags/v1.5.0"));
    strictEqual(objects(server), before, "nothing of the quarantine stays");
  });

  test("a branch goes without a word", () => {
    const { push, has } = client();
    const pushed = push("main", "next");
    strictEqual(pushed.code, 0, pushed.stderr);
    strictEqual(said(pushed), "");
    ok(has("refs/heads/next"));
  });

  test("a published release is neither moved nor deleted, and no name is used again", () => {
    const { push, work, server } = client();
    strictEqual(push(":refs/tags/v1.0.0").code, 1);
    const moved = push("+next:refs/tags/v1.0.0");
    strictEqual(moved.code, 1);
    match(said(moved), /tag\/immutable/);
    server.git("update-ref", "-d", "refs/tags/v1.0.0");
    work.git("-c", "core.hooksPath=/dev/null", "tag", "-f", "-a", "-m", "x", "v1.0.0", "next");
    const again = push("v1.0.0");
    strictEqual(again.code, 1);
    match(said(again).replaceAll(/\s+/g, " "), /v1\.0\.0 was published as/);
  });

  test("the policy of before the push judges, not the one that is pushed with it", () => {
    const { push, work, has } = client();
    work.git("checkout", "--quiet", "main");
    work.write(".tagproofrc", "extends: adopt\n");
    work.git("add", ".tagproofrc");
    work.git("-c", "core.hooksPath=/dev/null", "commit", "--quiet", "-m", "weaken it");
    work.git("-c", "core.hooksPath=/dev/null", "tag", "-a", "-m", "x", "v1.7.0");
    const both = push("main", "v1.7.0");
    strictEqual(both.code, 1);
    match(said(both), /v1\.7\.0 refused/);
    strictEqual(push("main").code, 0);
    const after = push("v1.7.0");
    strictEqual(after.code, 0, after.stderr);
    ok(has("refs/tags/v1.7.0"));
  });

  test("an empty repository judges by the recommended policy", () => {
    const { push, work, server } = client();
    for (const ref of server.git("for-each-ref", "--format=%(refname)").split("\n"))
      server.git("update-ref", "-d", ref);
    work.git("checkout", "--quiet", "main");
    work.write(".tagproofrc", "extends: adopt\n");
    work.git("add", ".tagproofrc");
    work.git("-c", "core.hooksPath=/dev/null", "commit", "--quiet", "-m", "weaken it");
    work.git("-c", "core.hooksPath=/dev/null", "tag", "-a", "-m", "x", "v1.7.0");
    match(said(push("main", "v1.7.0")), /v1\.7\.0 refused/);
    strictEqual(push("v1.0.0^{}:refs/heads/main", "v1.1.0").code, 0);
  });

  test("a policy outside of the repository is nobody's to push", () => {
    const { push, work, server } = client();
    const policy = join(temporaryDirectory(), "policy.yaml");
    server.git("config", "tagproof.policy", policy);
    const missing = push("v1.1.0");
    strictEqual(missing.code, 1);
    match(said(missing).replaceAll(/\s+/g, ""), /policy\.yaml/);
    writeFileSync(policy, "extends: adopt\n");
    const lenient = push("v1.5.0");
    strictEqual(lenient.code, 0, lenient.stderr);
    writeFileSync(policy, "extends: recommended\n");
    work.git("-c", "core.hooksPath=/dev/null", "tag", "-a", "-m", "x", "v1.7.0", "main");
    strictEqual(push("v1.7.0").code, 1);
  });

  test("a hook that the server has already gets what ours lets through, and comes back", () => {
    const place = hooked();
    const { server, environment } = place;
    const hook = join(server.directory, "hooks/pre-receive");
    const seen = join(server.directory, "seen");
    write(hook, `#!/bin/sh\ncat >'${seen}'\n`, 0o751);
    utimesSync(hook, 1_000_000, 1_000_000);
    const before = [readFileSync(hook, "utf8"), statSync(hook).mode, statSync(hook).mtimeMs];
    const { push } = clientOf(place, transport);
    strictEqual(push("v1.5.0").code, 1);
    ok(!existsSync(seen), "not after a refusal");
    strictEqual(push("main", "v1.1.0").code, 0);
    match(readFileSync(seen, "utf8"), /refs\/heads\/main\n.* refs\/tags\/v1\.1\.0\n$/);
    runProgram(server.directory, ["uninstall", "--server", "."], environment);
    const after = [readFileSync(hook, "utf8"), statSync(hook).mode, statSync(hook).mtimeMs];
    deepStrictEqual(after, before);
  });

  test("a hundred tags at once, with one that is not good", () => {
    const { push, work, has } = client();
    const lines = Array.from({ length: 100 }, (_, n) => `create refs/tags/build/${n} next\n`);
    work.write("../commands", lines.join(""));
    work.git("-c", "alias.feed=!git update-ref --stdin <../commands", "feed");
    strictEqual(push("refs/tags/build/*:refs/tags/build/*", "v1.5.0").code, 1);
    ok(!has("refs/tags/build/1"));
    strictEqual(push("refs/tags/build/*:refs/tags/build/*", "v1.1.0").code, 0);
    ok(has("refs/tags/build/99"));
  });

  test.after(transport.close);
  test.run();
}
