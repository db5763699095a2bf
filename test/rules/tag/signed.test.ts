import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { temporaryDirectory } from "tempy";
import { suite } from "uvu";
import { auditIn } from "../../helpers/audit.ts";
import { addExample } from "../../helpers/example.ts";
import { judgedBy, type Judged } from "../../helpers/judged.ts";
import { createProject, lockNow } from "../../helpers/pipeline.ts";
import {
  isolatedEnvironment,
  repositoryAt,
  type TestRepository,
} from "../../helpers/repository.ts";
import {
  closeGnupgHome,
  makeGnupgHome,
  makeSshKey,
  signBySsh,
  type SshKey,
} from "../../helpers/signing.ts";

const signed = suite("rules/tag/signed");
const RULE = "tag/signed";

const repository = project();
const ada = makeSshKey();
const eve = makeSshKey();

function project(...initArguments: string[]): TestRepository {
  const made = createProject(...initArguments);
  made.write("out.txt", "out\n");
  lockNow(made, [{ name: "make", outs: ["out.txt"] }]);
  made.commit("first");
  made.git("tag", "-a", "-m", "released", "v1.0.0");
  return made;
}

/** A file outside of the repository. */
function fileOf(text: string): string {
  const path = join(temporaryDirectory(), "allowed_signers");
  writeFileSync(path, text);
  return path;
}

interface Case {
  readonly allowed: string | null;
  readonly environment?: NodeJS.ProcessEnv;
  readonly of?: TestRepository;
}

async function judge(
  name: string,
  { allowed, environment, of = repository }: Case,
): Promise<Judged> {
  const signing = allowed === null ? {} : { signing: { allowedSigners: fileOf(allowed) } };
  const policy = { ...signing, rules: { [RULE]: "error" } };
  return judgedBy(RULE, of, name, environment === undefined ? { policy } : { policy, environment });
}

/** The tag object of `name` with another message, under a name of its own. */
function forge(of: TestRepository, name: string, forged: string): void {
  const text = of.git("cat-file", "tag", name);
  const input = `${text.replace("\nreleased\n", "\nnot what was signed\n")}\n`;
  const oid = execFileSync("git", ["hash-object", "-t", "tag", "-w", "--stdin"], {
    cwd: of.directory,
    env: isolatedEnvironment(),
    input,
    encoding: "utf8",
  }).trim();
  of.git("update-ref", `refs/tags/${forged}`, oid);
}

signBySsh(repository, ada, "v1.1.0");
signBySsh(repository, eve, "v1.2.0");
forge(repository, "v1.1.0", "v1.3.0");

const allowAda = ada.allow("ada@example.org");

const CASES: Readonly<
  Record<string, readonly [name: string, allowed: string, keys: readonly string[], says: RegExp]>
> = {
  "a good signature": ["v1.1.0", allowAda, [], /^$/],
  "a good one, beside lines that are none": ["v1.1.0", `# people\nnonsense\n${allowAda}`, [], /^$/],
  "no signature": ["v1.0.0", allowAda, ["error unsigned"], /^v1\.0\.0 is not signed/],
  "a key that nobody allowed": [
    "v1.2.0",
    allowAda,
    ["error notAllowed"],
    /ED25519 key SHA256:\S+, but the policy allows nobody with it\.$/,
  ],
  "nobody at all": ["v1.1.0", "", ["error notAllowed"], /allows nobody/],
  "an object that was changed after it was signed": [
    "v1.3.0",
    allowAda,
    ["error bad"],
    /^The signature of v1\.3\.0 is not one of this tag object/,
  ],
  "a key that may sign other things": [
    "v1.1.0",
    ada.allow("ada@example.org", 'namespaces="file"'),
    ["error notAllowed"],
    /not allowed to sign for git|allows nobody/,
  ],
  "a key of before": [
    "v1.1.0",
    ada.allow("ada@example.org", 'valid-before="20200101"'),
    ["error notAllowed"],
    /not allowed any more|allows nobody/,
  ],
};

for (const [why, [name, allowed, keys, says]] of Object.entries(CASES)) {
  signed(`${keys.length === 0 ? "holds" : "refuses"}: ${why}`, async () => {
    const judged = await judge(name, { allowed });
    assert.deepEqual([judged.keys, judged.gaps, judged.notApplicable], [keys, [], null]);
    assert.match(judged.findings.map(({ text }) => text).join(), says);
    for (const { repair } of judged.findings) assert.ok(repair.length > 0);
  });
}

signed(
  "hazard 7: good by a key that nobody allowed, or not to be checked, is never a pass",
  async () => {
    const stranger = await judge("v1.2.0", { allowed: allowAda });
    assert.equal(stranger.report.verdict, "failed");
    const unchecked = await judge("v1.1.0", { allowed: null });
    assert.equal(unchecked.report.verdict, "inconclusive");
  },
);

signed("cannot be checked without a list, or with one that is not there", async () => {
  const { keys, gaps } = await judge("v1.1.0", { allowed: null });
  assert.deepEqual(keys, []);
  assert.match(
    gaps.join(),
    /^blocking: the signature of v1\.1\.0 could not be checked: the policy names no signing/,
  );
  const policy = {
    signing: { allowedSigners: "/nonexistent/signers" },
    rules: { [RULE]: "error" },
  };
  const absent = await judgedBy(RULE, repository, "v1.1.0", { policy });
  assert.match(absent.gaps.join(), /^blocking: .*\/nonexistent\/signers cannot be read$/);
  assert.equal(absent.report.verdict, "inconclusive");
});

/** A PATH on which git is, and ssh-keygen and gpg are not. */
function bareEnvironment(): NodeJS.ProcessEnv {
  const directory = join(temporaryDirectory(), "bin");
  mkdirSync(directory);
  const git = execFileSync("sh", ["-c", "command -v git"], { encoding: "utf8" }).trim();
  symlinkSync(git, join(directory, "git"));
  return { ...isolatedEnvironment(), PATH: [directory].join(delimiter) };
}

signed("cannot be checked without ssh-keygen", async () => {
  const { keys, gaps } = await judge("v1.1.0", {
    allowed: allowAda,
    environment: bareEnvironment(),
  });
  assert.deepEqual(keys, []);
  assert.match(gaps.join(), /^blocking: .*there is no ssh-keygen here$/);
});

signed("a lightweight tag is not signed, and a revision has nothing to sign", async () => {
  repository.git("tag", "v1.4.0");
  assert.deepEqual((await judge("v1.4.0", { allowed: allowAda })).keys, ["error unsigned"]);
  assert.match((await judge("HEAD", { allowed: allowAda })).notApplicable ?? "", /no tag object/);
});

signed("is off where the policy does not turn it on, and on in strict", async () => {
  const off = await judgedBy(RULE, repository, "v1.0.0");
  assert.deepEqual([off.keys, off.notApplicable], [[], null]);
  const { keys } = await judgedBy(RULE, repository, "v1.0.0", {
    policy: { extends: "strict", rules: { [RULE]: "error" } },
  });
  assert.deepEqual(keys, ["error unsigned"]);
});

signed("a sha256 repository", async () => {
  const wide = project("--object-format=sha256");
  signBySsh(wide, ada, "v1.1.0");
  assert.deepEqual((await judge("v1.1.0", { allowed: allowAda, of: wide })).keys, []);
  assert.deepEqual((await judge("v1.0.0", { allowed: allowAda, of: wide })).keys, [
    "error unsigned",
  ]);
});

function committed(allowed: string): TestRepository {
  const made = project();
  made.write("keys/allowed", allowed);
  made.write(
    ".tagproofrc",
    'signing: { allowedSigners: "keys/allowed" }\nrules: { tag/signed: error }\n',
  );
  made.commit("a policy");
  return made;
}

async function keysOf(directory: string, name: string): Promise<string[]> {
  const { releases, inputs } = await auditIn({ directory, revisions: [name] });
  const found = releases[0]!.findings.filter(({ rule }) => rule === RULE);
  assert.deepEqual(inputs.filter(({ kind }) => kind === "allowed-signers").length, 1);
  return found.map(({ key }) => key);
}

function release(of: TestRepository, key: SshKey, name: string): void {
  of.git("commit", "-q", "--allow-empty", "-m", name);
  signBySsh(of, key, name);
}

signed(
  "a list beside the policy is read from where the policy is: the working tree, or the revision",
  async () => {
    const made = committed(allowAda);
    release(made, ada, "v1.1.0");
    release(made, eve, "v1.2.0");
    assert.deepEqual(await keysOf(made.directory, "v1.1.0"), []);
    assert.deepEqual(await keysOf(made.directory, "v1.2.0"), ["notAllowed"]);
    const bare = join(temporaryDirectory(), "bare");
    made.git("clone", "-q", "--bare", made.directory, bare);
    assert.deepEqual(await keysOf(bare, "v1.1.0"), []);
    made.git("config", "tagproof.policy", "main:.tagproofrc");
    made.write("keys/allowed", eve.allow("eve@example.org"));
    assert.deepEqual(
      await keysOf(made.directory, "v1.2.0"),
      ["notAllowed"],
      "not from the working tree",
    );
  },
);

signed("a server takes the list as it was before the push, never from what is pushed", async () => {
  const made = committed(allowAda);
  const server = join(temporaryDirectory(), "server");
  made.git("clone", "-q", "--bare", made.directory, server);
  made.git("remote", "add", "origin", server);
  made.write("keys/allowed", eve.allow("eve@example.org"));
  made.commit("allow eve");
  release(made, eve, "v1.1.0");
  const { auditUpdates } = await import("../../../lib/index.ts");
  made.git("push", "-q", "origin", "HEAD:refs/heads/incoming");
  const newOid = made.git("rev-parse", "v1.1.0");
  made.git("push", "-q", "origin", `${newOid}:refs/objects/kept`);
  const update = {
    ref: "refs/tags/v1.1.0",
    localRef: null,
    newOid,
    oldOid: null,
    kind: "create",
  } as const;
  const { releases } = await auditUpdates([update], {
    directory: server,
    environment: isolatedEnvironment(),
    remote: null,
    place: "pre-receive",
  });
  const said = releases[0]!.findings.filter(({ rule }) => rule === RULE);
  assert.deepEqual(
    said.map(({ key }) => key),
    ["notAllowed"],
  );
  assert.equal(releases[0]!.verdict, "failed");
});

const home = makeGnupgHome();
if (home !== null) {
  signed(
    "OpenPGP: by the keys of this machine, where the policy has no list of its own",
    async () => {
      const withKey = { ...isolatedEnvironment(), GNUPGHOME: home };
      const { git } = repositoryAt(repository.directory, { GNUPGHOME: home });
      git("-c", "user.signingKey=ada@example.org", "tag", "-s", "-m", "released", "v2.0.0");
      forge(repository, "v2.0.0", "v2.1.0");
      const good = await judge("v2.0.0", { allowed: null, environment: withKey });
      assert.deepEqual([good.keys, good.gaps], [[], []]);
      const bad = await judge("v2.1.0", { allowed: null, environment: withKey });
      assert.deepEqual(bad.keys, ["error bad"]);
      const listed = await judge("v2.0.0", { allowed: allowAda, environment: withKey });
      assert.deepEqual(listed.keys, ["error notAllowed"]);
      const empty = temporaryDirectory();
      execFileSync("chmod", ["700", empty]);
      const without = await judge("v2.0.0", {
        allowed: null,
        environment: { ...isolatedEnvironment(), GNUPGHOME: empty },
      });
      assert.match(
        without.gaps.join(),
        /^blocking: .*the key that signed it is not on this machine$/,
      );
      const noGpg = await judge("v2.0.0", { allowed: null, environment: bareEnvironment() });
      assert.match(
        noGpg.gaps.join(),
        /^blocking: .*the program that checks such signatures is not here$/,
      );
    },
  );
  signed.after(() => closeGnupgHome(home));
}

addExample(signed, RULE);
signed.run();
