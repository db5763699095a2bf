// bundle/complete: every role that a release needs is there, and by one file.

import { BUNDLE_PATHS } from "../../bundle-paths.ts";
import type { Role } from "../../policy.ts";
import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  noted,
  type Message,
  type View,
} from "../../rule.ts";
import { REQUIRED_ROLES } from "../../roles.ts";
import { memberCause, roleCause } from "../cause.ts";
import { at, counted, listed } from "../wording.ts";
import { statedFiles } from "../manifest/listed.ts";
import { neverRunBelow } from "../behind.ts";
import { unreadRecords } from "../unread.ts";
import { commitBundle } from "./commit-words.ts";
import { lost, tellLost } from "./lost.ts";
import { groupParts, type Part } from "./parts.ts";
import { closedParts, closedPlaces, isClosed, lostCauses } from "./recorded.ts";

interface Missing {
  readonly bundle: string;
  readonly roles: readonly string[];
  readonly commit: string;
}

interface Absent {
  readonly bundle: string;
  readonly what: string;
  readonly configured: boolean;
}

const absent: Message<Absent> = {
  level: "error",
  text: ({ bundle, what, configured }) =>
    `${configured ? `The policy says that this release promotes ${bundle}` : `${bundle} is where the bundle of this release is looked for`}, but ${what}.`,
  repair: ({ bundle }) => [
    `generate ${bundle} from the recorded state (dvc repro) and commit it, or correct bundle.path in the policy`,
    "tag that commit",
  ],
};

const missing: Message<Missing> = {
  level: "error",
  text: ({ bundle, roles }) => `${bundle} holds no ${listed(roles, 4)}.`,
  repair: ({ bundle, roles, commit }) => [
    `generate the ${listed(roles, 4)} of ${bundle} by the pipeline (dvc repro), or name the file in bundle.roles`,
    commit,
  ],
};

interface Ambiguous {
  readonly bundle: string;
  readonly role: string;
  readonly paths: readonly string[];
}

const ambiguous: Message<Ambiguous> = {
  level: "error",
  text: ({ bundle, role, paths }) =>
    `${bundle} holds ${counted(paths.length, "file")} that may be the promoted ${role}: ${listed(paths)}. Nothing in the manifest tells them apart.`,
  repair: ({ role }) => [
    `keep the one ${role} that is promoted, give each its role in the manifest, or mark the others in bundle.internal`,
    "regenerate the manifest, commit, and tag that commit",
  ],
};

type Seen = View<"bundle" | "manifest" | "pipelines" | "tree">;

export const bundleComplete: AnyRule = defineRule({
  id: "bundle/complete",
  holds:
    "every required role is there, each once: model, metrics, params, manifest; and a release has a bundle where the one before it had one",
  why: "A model without its metrics, params and manifest cannot be reviewed, and of two models nobody knows which one the metrics describe.",
  repair: "Generate what is missing from the recorded state and commit it with the lock.",
  refusal: "its bundle is not complete",
  example: {
    given: "publish/v1 was copied by hand and a file was forgotten",
    says: "publish/v1 holds no model.",
  },
  lists: [{ name: "where a bundle is looked for", values: BUNDLE_PATHS }],
  on: true,
  needs: ["bundle", "manifest", "pipelines", "tree"],
  messages: { absent, missing, ambiguous, lost },
  instead: { needs: ["baseline", "pipelines", "tree"], check: tellLost },
  *check(view) {
    const { bundle } = view;
    if (bundle.files.length + closedParts(view).length === 0) {
      yield* tellAbsent(view);
      return;
    }
    yield* tellMissing(view);
    yield* tellAmbiguous("model", view);
    yield* tellAmbiguous("metrics", view);
  },
});

function* tellAbsent(view: Seen) {
  const { path, configured } = view.bundle;
  if (isClosed(view)) {
    yield noted(`${path} is kept by DVC, and only the directory's hash is recorded`);
    return;
  }
  const entry = view.tree.get(path);
  const kinds = { file: "is a file", link: "is a symbolic link", submodule: "is a git submodule" };
  const what = entry === undefined ? "the commit does not hold it" : `it ${kinds[entry.kind]}`;
  const causes = [memberCause(path)];
  const where = entry === undefined ? null : at(path);
  yield finding("absent", { bundle: path, what, configured }, { where, causes });
}

function* tellMissing(view: Seen) {
  const { bundle, manifest } = view;
  const filled = new Set([...bundle.files, ...closedParts(view)].map(({ role }) => role));
  if (manifest.files.length > 0) filled.add("manifest");
  const roles = REQUIRED_ROLES.filter((role) => !filled.has(role));
  if (roles.length === 0) return;
  const closed = closedPlaces(view);
  if (closed.length > 0) {
    yield noted(
      `the ${listed(roles, 4)} of ${bundle.path} may be in ${listed(closed)}, of which only the directory's hash is recorded`,
    );
    return;
  }
  const unread = unreadRecords(view.pipelines);
  if (unread.length > 0) {
    yield blocking(
      `${listed(unread)}, which may record the ${listed(roles, 4)}, could not be read`,
    );
    return;
  }
  const causes = roles.flatMap((role) => [roleCause(bundle.path, role), ...lostCauses(role, view)]);
  yield finding(
    "missing",
    { bundle: bundle.path, roles, commit: commitBundle(view) },
    { causes, follows: neverRunBelow(bundle.path, view.pipelines) },
  );
}

/** Files of one directory (`model/weights.bin`, `model/config.json`), and the parts of one (`model.xml`, `model.bin`), are one model. */
function* tellAmbiguous(role: Role, view: Seen) {
  const files = [...view.bundle.files, ...closedParts(view)].filter((file) => file.role === role);
  const groups = [...groupParts(files).values()];
  if (groups.length < 2 || areToldApart(role, groups, view)) return;
  const paths = groups.map((group) => group.at(-1)?.path ?? view.bundle.path);
  const data = { bundle: view.bundle.path, role, paths };
  yield finding("ambiguous", data, { where: at(paths[0] ?? view.bundle.path) });
}

/** One of them has the role in the manifest, or each has a role of its own there; two of one file tell nothing. */
function areToldApart(role: Role, groups: readonly (readonly Part[])[], view: Seen): boolean {
  const given = rolesOf(view);
  const each = groups.map((group) => group.map(({ path }) => [...(given.get(path) ?? [])]));
  if (each.flat().some(({ length }) => length > 1)) return false;
  const roles = each.flatMap((group) => roleOfParts(role, group.flat()));
  if (roles.filter((found) => found === role).length === 1) return true;
  return roles.length === groups.length && new Set(roles).size === roles.length;
}

/** Of a model in several parts one may be called the model, and the others its weights. */
function roleOfParts(role: Role, roles: readonly string[]): readonly string[] {
  return roles.includes(role) ? [role] : roles.slice(0, 1);
}

/** The roles that the manifest gives, by path. */
function rolesOf(view: Seen): ReadonlyMap<string, ReadonlySet<string>> {
  const given = new Map<string, Set<string>>();
  for (const { path, entry } of statedFiles(view)) {
    if (path === null || entry.role === null) continue;
    const before = given.get(path) ?? new Set();
    given.set(path, before.add(entry.role.toLowerCase()));
  }
  return given;
}
