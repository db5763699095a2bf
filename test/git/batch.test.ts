// Objects through one cat-file: exact bytes, in order, within limits.

import { deepEqual, equal, rejects } from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { openRepository, type Repository } from "../../lib/git/open.ts";
import {
  createRepository,
  isolatedEnvironment,
  type TestRepository,
} from "../helpers/repository.ts";

const test = suite("git/batch");

const PATH = process.env["PATH"];

/** The environment of a git that answers `cat-file` as a script says. */
function fakeGit(script: string): NodeJS.ProcessEnv {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, "git"), `#!/bin/sh\n${script}\nPATH='${PATH}' exec git "$@"\n`);
  chmodSync(join(directory, "git"), 0o755);
  return isolatedEnvironment({ PATH: `${directory}:${PATH}` });
}

/** Refuses what git learnt in 2.36, in git's own way. */
const GIT_2_35 = `case "$*" in *batch-command*)
  echo "error: unknown option \\\`batch-command'" >&2; exit 129 ;; esac`;

async function using(
  fixture: TestRepository,
  look: (repository: Repository) => Promise<void>,
  environment = isolatedEnvironment(),
): Promise<void> {
  const repository = await openRepository(fixture.directory, environment);
  try {
    await look(repository);
  } finally {
    await repository.close();
  }
}

function store(fixture: TestRepository, bytes: Uint8Array): string {
  return execFileSync("git", ["hash-object", "-w", "--stdin"], {
    cwd: fixture.directory,
    env: isolatedEnvironment(),
    input: bytes,
    encoding: "utf8",
  }).trim();
}

/** Every byte value, line ends of all sorts, and no final newline. */
const AWKWARD = Buffer.concat([
  Buffer.from(Array.from({ length: 256 }, (_, index) => index)),
  Buffer.from("\n\r\n\nabc missing\n\xff"),
]);

for (const [name, environment] of [
  ["batch-command", isolatedEnvironment()],
  ["git before 2.36", fakeGit(GIT_2_35)],
] as const) {
  test(`${name}: bytes are exact, what is too large is not read, what is missing is said`, async () => {
    const fixture = createRepository();
    const oid = store(fixture, AWKWARD);
    const empty = store(fixture, new Uint8Array(0));
    await using(
      fixture,
      async ({ reader, statistics }) => {
        const [facts, content, tight, nothing, gone, nameless] = await Promise.all([
          reader.info(oid),
          reader.read(oid),
          reader.read(oid, { limit: AWKWARD.length - 1 }),
          reader.read(empty, { limit: 0 }),
          reader.read("0".repeat(39) + "1"),
          reader.info("refs/tags/with a space"),
        ]);
        const size = AWKWARD.length;
        deepEqual(facts, { state: "present", oid, type: "blob", size });
        deepEqual(content, { state: "present", oid, type: "blob", bytes: AWKWARD });
        deepEqual(tight, { state: "too-large", oid, type: "blob", size });
        deepEqual(nothing, { state: "present", oid: empty, type: "blob", bytes: Buffer.alloc(0) });
        deepEqual([gone, nameless], [{ state: "missing" }, { state: "missing" }]);
        deepEqual([statistics.objects, statistics.bytes], [2, size]);
        // One more, as the first was ended in the middle of what was too large.
        equal(statistics.processes, name === "batch-command" ? 3 : 5);
      },
      environment,
    );
  });
}

test("ten thousand blobs, asked at once, answer in order", async () => {
  const fixture = createRepository();
  const input = Array.from({ length: 10_000 }, (_, index) => {
    const text = `blob ${index}`;
    return `blob\nmark :${index + 1}\ndata ${text.length}\n${text}\n`;
  }).join("");
  execFileSync("git", ["fast-import", "--quiet", "--export-marks=.git/marks"], {
    cwd: fixture.directory,
    env: isolatedEnvironment(),
    input,
  });
  const oids: string[] = [];
  for (const line of fixture.read(".git/marks").trim().split("\n")) {
    const [mark = "", oid = ""] = line.split(" ");
    oids[Number(mark.slice(1)) - 1] = oid;
  }
  await using(fixture, async ({ reader, statistics }) => {
    const order: number[] = [];
    const texts = await Promise.all(
      oids.map(async (oid, index) => {
        const content = await reader.read(oid);
        order.push(index);
        return content.state === "present" ? content.bytes.toString() : content.state;
      }),
    );
    deepEqual(
      texts,
      Array.from(oids, (_, index) => `blob ${index}`),
    );
    deepEqual(
      order,
      Array.from(oids, (_, index) => index),
    );
    deepEqual([statistics.processes, statistics.objects], [2, 10_000]);
  });
});

test("behind an object that is too large another child answers what is left", async () => {
  const fixture = createRepository();
  const large = store(fixture, Buffer.alloc(5 << 20, AWKWARD));
  const small = Array.from({ length: 50 }, (_, index) => store(fixture, Buffer.from(`${index}`)));
  await using(fixture, async ({ reader, statistics }) => {
    const textOf = async (oid: string): Promise<string> => {
      const found = await reader.read(oid, { limit: 1000 });
      return found.state === "present" ? found.bytes.toString() : found.state;
    };
    const oids = [...small.slice(0, 25), large, ...small.slice(25), large];
    const texts = await Promise.all(oids.map(textOf));
    const numbers = Array.from(small, (_, index) => `${index}`);
    const [before, behind] = [numbers.slice(0, 25), numbers.slice(25)];
    deepEqual(texts, [...before, "too-large", ...behind, "too-large"]);
    equal(await textOf(large), "too-large");
    equal(await textOf(small[0] ?? ""), "0");
    equal(statistics.bytes < 1 << 20, true, "the rest of it was not waited for");
    equal(statistics.processes <= 5, true, `${statistics.processes} processes`);
  });
});

test("a large blob streams in pieces, and a consumer that throws breaks only itself", async () => {
  const fixture = createRepository();
  const bytes = Buffer.alloc(3 << 20, AWKWARD);
  const oid = store(fixture, bytes);
  await using(fixture, async ({ reader }) => {
    const hash = createHash("sha256");
    let pieces = 0;
    const failing = reader.stream(oid, () => {
      throw new Error("full");
    });
    const found = reader.stream(oid, (chunk) => {
      pieces += 1;
      hash.update(chunk);
    });
    await rejects(failing, /^Error: full$/);
    deepEqual(await found, { state: "present", oid, type: "blob", size: bytes.length });
    equal(pieces > 1, true);
    equal(hash.digest("hex"), createHash("sha256").update(bytes).digest("hex"));
  });
});

test("a name that would be two questions, or another one, is never sent", async () => {
  const fixture = createRepository();
  const commit = fixture.commit("one");
  await using(fixture, async ({ reader, statistics }) => {
    for (const name of ["", `${commit}\n${commit}`, `${commit}\r`, `HEAD\0`, "\n"]) {
      deepEqual(await reader.read(name), { state: "missing" });
    }
    equal(statistics.processes, 1);
  });
});

test("names that a shell, a format or the protocol could misread are plain data", async () => {
  const fixture = createRepository();
  const commit = fixture.commit("one");
  const names = ["v1$(id)", "v1;id", "v1`id`", "v1|id", "v1&id", `v1'"id`, "x%0aERR", "-x", "v1․0"];
  for (const name of names) fixture.git("update-ref", `refs/tags/${name}`, commit);
  await using(fixture, async ({ reader }) => {
    for (const name of names) {
      const found = await reader.info(`refs/tags/${name}`);
      equal(found.state === "present" && found.oid, commit, name);
    }
    const posing = `${"a".repeat(40)} blob 5`;
    deepEqual(await reader.read(posing), { state: "missing" });
    deepEqual(await reader.info("HEAD:--batch"), { state: "missing" });
  });
});

test("a child that dies fails all that it owes, and what is asked of it later", async () => {
  const fixture = createRepository();
  fixture.commit("one");
  const environment = fakeGit(
    `case "$*" in *cat-file*) read line; echo fatal: broken >&2; exit 3 ;; esac`,
  );
  await using(
    fixture,
    async ({ reader }) => {
      const answers = await Promise.allSettled(
        ["HEAD", "HEAD^{tree}"].map((name) => reader.info(name)),
      );
      for (const answer of answers) {
        equal(answer.status === "rejected" && answer.reason.code, "git-failed");
        equal(
          answer.status === "rejected" && answer.reason.message,
          "git cat-file ended with 3: fatal: broken",
        );
      }
      await rejects(reader.info("HEAD"), { code: "git-failed" });
    },
    environment,
  );
});

test("an answer out of form fails, and is not taken for an object", async () => {
  const fixture = createRepository();
  fixture.commit("one");
  const oid = "a".repeat(40);
  const environment = fakeGit(
    `case "$*" in *cat-file*) read line; echo '${oid} blob 2'; read line; echo '${oid} blob 2'; echo xyz; read line; exit 0 ;; esac`,
  );
  await using(
    fixture,
    async ({ reader }) => rejects(reader.read("HEAD"), { code: "git-failed" }),
    environment,
  );
});

test("closing fails what is unanswered", async () => {
  const fixture = createRepository();
  fixture.commit("one");
  const repository = await openRepository(fixture.directory, isolatedEnvironment());
  await repository.reader.info("HEAD");
  const answer = repository.reader.info("HEAD");
  await Promise.all([rejects(answer, { code: "git-failed" }), repository.close()]);
  await rejects(repository.reader.info("HEAD"), { code: "git-failed" });
});

test("a reader that nobody closed does not keep the process alive, one that owes an answer does", () => {
  const fixture = createRepository();
  fixture.commit("one");
  const url = new URL(`file://${process.cwd()}/dist/lib/git/open.js`).href;
  const script = `
    import { openRepository } from ${JSON.stringify(url)};
    const repository = await openRepository(process.cwd(), process.env);
    await repository.reader.info("HEAD");
    repository.reader.read("HEAD").then(({ state }) => console.log(state));`;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: fixture.directory,
    env: isolatedEnvironment(),
    encoding: "utf8",
    timeout: 20_000,
  });
  equal(said, "present\n");
});

test("a reader that is closed while it owes an answer is waited for", () => {
  const fixture = createRepository();
  fixture.commit("one");
  const url = new URL(`file://${process.cwd()}/dist/lib/git/open.js`).href;
  // At one of these moments the answer comes between the kill and the end of the child.
  const script = `
    import { openRepository } from ${JSON.stringify(url)};
    for (let turn = 0; turn < 20; turn += 1) {
      const { reader } = await openRepository(process.cwd(), process.env);
      reader.info("HEAD").catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, turn % 10));
      await reader.close();
    }
    console.log("closed");`;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: fixture.directory,
    env: isolatedEnvironment(),
    encoding: "utf8",
    timeout: 20_000,
  });
  equal(said, "closed\n");
});

test.run();
