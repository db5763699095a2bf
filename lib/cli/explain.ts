// `tagproof explain`: what a rule wants, why, and how to repair; the table of them all.

import type { Command } from "commander";
import { AuditError } from "../error.ts";
import type { Level } from "../finding.ts";
import { printable } from "../reporters/printable.ts";
import type { Paint, Style } from "../reporters/reporter.ts";
import { hang } from "../reporters/wrap.ts";
import type { AnyRule, RuleOption } from "../rule.ts";
import { meantHint } from "./nearest.ts";
import type { Session } from "./session.ts";

interface Page {
  readonly paint: Paint;
  readonly width: number;
}

const levels: readonly Level[] = ["error", "warning", "note"];
const styles: Readonly<Record<Level | "off", Style>> = {
  error: "bad",
  warning: "warn",
  note: "dim",
  off: "dim",
};

/** The worst that the rule says by itself, or `off`. */
export function levelOf(rule: AnyRule): Level | "off" {
  if (!rule.on) return "off";
  const own = Object.values(rule.messages).map((message) => message.level);
  return levels.find((level) => own.includes(level)) ?? "note";
}

/** `thresholdDiffers` as `threshold differs`. */
function keyWords(key: string): string {
  return key.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ").toLowerCase();
}

function paragraph(label: string, text: string, page: Page): string[] {
  const first = `  ${label.padEnd(9)}`;
  const [line = "", ...rest] = hang(first, " ".repeat(11), text, page.width);
  return [line.replace(label, () => page.paint("strong", label)), ...rest];
}

function optionText({ name, type, default: value, does }: RuleOption): string {
  return `${name} (${type}, default ${value}): ${does}`;
}

/** How a policy sets the rule: its level, and an option where it has one. */
function policyText({ id, options = [] }: AnyRule): string {
  const levelWords = "error | warning | note | off";
  const [option] = options;
  if (option === undefined) return `rules: { ${id}: ${levelWords} }`;
  return `rules: { ${id}: ${levelWords} }, or with an option: [error, { ${option.name}: ${!option.default} }]`;
}

/** The page of one rule. */
export function ruleText(rule: AnyRule, page: Page): string {
  const level = levelOf(rule);
  const messages = Object.entries(rule.messages).map(
    ([key, message]) => `${keyWords(key)} (${message.level})`,
  );
  const word = level === "off" ? "off by default" : level;
  return [
    `${page.paint("strong", rule.id)}  ${page.paint(styles[level], word)}`,
    "",
    ...paragraph("holds", `when ${rule.holds}`, page),
    ...paragraph("why", rule.why, page),
    ...paragraph("repair", rule.repair, page),
    ...paragraph("refusal", rule.refusal, page),
    ...paragraph("example", `${rule.example.given}:`, page),
    ...hang(" ".repeat(11), " ".repeat(11), rule.example.says, page.width),
    ...(messages.length === 0 ? [] : paragraph("finds", messages.join(", "), page)),
    ...(rule.lists ?? []).flatMap(({ name, values }) =>
      paragraph("knows", `${name}: ${values.join("  ")}`, page),
    ),
    ...(rule.options ?? []).flatMap((option) => paragraph("option", optionText(option), page)),
    ...paragraph("policy", policyText(rule), page),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

/** One line a rule, or more where its sentence is long. */
export function tableText(rules: readonly AnyRule[], page: Page): string {
  const longest = Math.max(...rules.map((rule) => rule.id.length));
  return rules
    .flatMap((rule) => {
      const level = levelOf(rule);
      const first = `${rule.id.padEnd(longest)}  ${level.padEnd(7)}  `;
      const [line = "", ...rest] = hang(first, " ".repeat(first.length), rule.holds, page.width);
      const start = longest + 2;
      const painted = page.paint(styles[level], level);
      return [line.slice(0, start) + painted + line.slice(start + level.length), ...rest];
    })
    .map((line) => `${line}\n`)
    .join("");
}

/** The rules of the id, or of the subject that stands before the slash. */
function named(name: string, rules: readonly AnyRule[]): readonly AnyRule[] {
  const subject = rules.filter((rule) => rule.id.startsWith(`${name.replace(/\/$/, "")}/`));
  const found = rules.filter((rule) => rule.id === name);
  if (found.length + subject.length > 0) return found.length > 0 ? found : subject;
  const names = rules.map((rule) => rule.id);
  const hint = `${meantHint(name, names)} tagproof explain lists all rules.`;
  throw new AuditError("usage", `there is no rule ${printable(name)}`, hint);
}

async function run(name: string | undefined, { terminal, dependencies }: Session): Promise<void> {
  const rules = await dependencies.rules();
  const chosen = name === undefined ? rules : named(name, rules);
  const [only] = chosen;
  const single = only !== undefined && only.id === name;
  terminal.write(single ? ruleText(only, terminal) : tableText(chosen, terminal));
}

/** Declares the command. */
export function addExplain(program: Command, session: Session): void {
  program
    .command("explain")
    .summary("what a rule wants, why, and how to repair")
    .description(
      "What a rule wants, why, and how to repair. A subject, such as lock, lists its rules; nothing lists them all.",
    )
    .argument("[rule]", "the id of a rule, or its subject")
    .action((name: string | undefined) => run(name, session));
}
