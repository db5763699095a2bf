// Runs all cases of a shape: builds it once, then commits, tags and audits each case in a copy.
//
// TAGPROOF_SEED=<number> draws other keys, files and values; the seed of a failure is in its message.
// TAGPROOF_CORPUS=<part of a name> runs these cases alone and prints what tagproof says of them.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { makeChance } from "../../scripts/differential/random.ts";
import type { Finding } from "../../lib/finding.ts";
import type { Report, Verdict } from "../../lib/report.ts";
import { auditIn } from "../helpers/audit.ts";
import { policyFile } from "../helpers/judged.ts";
import { auditPush } from "./audit-push.ts";
import { buildShape, type Built } from "./build.ts";
import { expectedOf, type Case } from "./case.ts";
import { casesOf } from "./cases.ts";
import { commitDraft, draftOf, type Draft } from "./draft.ts";
import { md5Of } from "./hashes.ts";
import type { Shape } from "./shape.ts";
import { plain } from "../../lib/reporters/index.ts";
import { text as textReporter } from "../../lib/reporters/text.ts";
import { rules } from "../../lib/rules/index.ts";

const SEED = Number(process.env["TAGPROOF_SEED"] ?? Math.floor(Date.now() / 86_400_000));
const SHOWN = process.env["TAGPROOF_CORPUS"];

export function runCorpus(shape: Shape): void {
  const corpus = suite(`corpus/${shape.name}`);
  let built: Built | null = null;
  corpus.before(() => {
    built = buildShape(shape);
  });
  for (const item of casesOf(shape)) {
    if (SHOWN !== undefined && !item.name.includes(SHOWN)) continue;
    corpus(item.name, async () => {
      assert.ok(built !== null);
      await judge(item, shape, built);
    });
  }
  corpus.run();
}

async function judge(item: Case, shape: Shape, built: Built): Promise<void> {
  // A seed of its own: a new case changes nothing in the others.
  const own = Number.parseInt(md5Of(`${SEED} ${shape.name} ${item.name}`).slice(0, 8), 16);
  const draft = draftOf(shape, built, makeChance(own));
  item.make(draft);
  const report = await audit(draft);
  if (SHOWN !== undefined) console.log(renderText(report));
  assert.equal(report.releases.length, 1, "the report holds the release");
  const findings = [...report.push, ...report.releases.flatMap((release) => release.findings)];
  const told = `TAGPROOF_SEED=${SEED}\n${renderText(report)}`;
  const expected = expectedOf(item, shape).toSorted();
  assert.deepEqual(namesOf(findings), expected, told);
  assert.equal(report.verdict, verdictFor(item, shape), told);
  for (const finding of findings) {
    holdWording(finding, told);
    holdRepair(finding, shape, told);
  }
  const texts = findings.map(({ text }) => text).join("\n");
  for (const words of item.says?.(draft) ?? []) {
    const isSaid = typeof words === "string" ? texts.includes(words) : words.test(texts);
    assert.ok(isSaid, `${String(words)}\n${told}`);
  }
}

function renderText(report: Report): string {
  return textReporter.render(report, { rules, paint: plain, width: 100, hints: [] });
}

function audit(draft: Draft): Promise<Report> {
  const directory = commitDraft(draft);
  const policy = merged(draft.shape.policy, draft.policy);
  const { name } = draft.tag;
  if (draft.pushed !== null) return auditPush({ directory, policy, tag: name, ...draft.pushed });
  return auditIn({ directory, revisions: [name], config: policyFile(policy) });
}

/** One level deep: a case adds a key to a section that the shape has. */
function merged(base: Sections, more: Sections): object {
  const keys = [...new Set([...Object.keys(base), ...Object.keys(more)])];
  return Object.fromEntries(keys.map((key) => [key, { ...base[key], ...more[key] }]));
}

type Sections = Readonly<Record<string, object>>;

function namesOf(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ level }) => level !== "note")
    .map(({ level, rule }) => (level === "error" ? rule : `${level}: ${rule}`))
    .toSorted();
}

function verdictFor(item: Case, shape: Shape): Verdict {
  const isBroken = expectedOf(item, shape).some((id) => !id.startsWith("warning: "));
  return isBroken ? "failed" : "passed";
}

/** Whatever is told: a sentence without holes, a place, and what to do. */
function holdWording({ rule, level, repair, where, text: sentence }: Finding, told: string): void {
  assert.ok(level === "note" || repair.length > 0, `${rule} names no repair\n${told}`);
  assert.ok(sentence.length > 20 && !/undefined|\bnull\b|\[object/.test(sentence), told);
  assert.ok(where?.path !== "", told);
}

/** Of what DVC keeps, git has the lock alone: there is nothing to commit, remove or restore in the bundle. */
function holdRepair({ rule, repair }: Finding, { kept }: Shape, told: string): void {
  if (kept === undefined || !/^(?:bundle|manifest|metrics)\//.test(rule)) return;
  const steps = repair.join("\n");
  const inGit = new RegExp(`commit [^,\n]*${kept}|git (?:rm|checkout|show)[^\n]*${kept}`);
  assert.doesNotMatch(steps, inGit, `${rule}\n${told}`);
  if (steps.includes("commit dvc.lock")) assert.match(steps, /dvc push/, `${rule}\n${told}`);
}
