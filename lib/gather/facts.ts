// One gatherer per fact: what a rule can need, and how it is read from an opened release.

import { NO_BUNDLE } from "../bundle-paths.ts";
import { remembered } from "../remembered.ts";
import { hasTooManyLinks, MOST_LINKS } from "../dvc/producers.ts";
import type { Available, Evidence, Facts, Need } from "../evidence.ts";
import { gatherBaseline } from "./baseline.ts";
import { gatherDocuments } from "./documents.ts";
import { gatherKeptOuts, outLimits } from "./kept-outs.ts";
import { listedByGit } from "./listings.ts";
import { gatherManifests } from "./manifest.ts";
import type { Opened } from "./opened.ts";
import { gatherRegistry } from "./registry.ts";
import { gatherSignature } from "./signature.ts";
import { gatherReview } from "./review.ts";
import { unknownBundle } from "./unknown-bundle.ts";
import { gatherWorkspace } from "./workspace.ts";

type Gatherers = {
  readonly [N in Need]: (opened: Opened) => Available<Facts[N]> | Promise<Available<Facts[N]>>;
};

/** A further fact is a line here and a file beside this one. */
const gatherers: Gatherers = {
  tag: ({ tag }) => tag,
  tree: ({ tree }) => present(tree),
  pipelines: async (opened) =>
    hasTooManyLinks(opened.pipelines) ? tooManyLinks : present(await openDirectories(opened)),
  contents: async ({ contents }) => present(await contents()),
  filledDirectories: async ({ filled }) => present(await filled()),
  keptOuts: async ({ pipelines, contents, stores, left }) =>
    present(await gatherKeptOuts(pipelines, await contents(), stores, outLimits(left))),
  documents: async (opened) =>
    present(await gatherDocuments({ ...opened, pipelines: await openDirectories(opened) })),
  bundle: async (opened) => {
    const bundle = await opened.promoted();
    return bundle === null ? withoutBundle(opened) : present(bundle);
  },
  manifest: async (opened) => {
    const { bundle, decoder, kept } = opened;
    if (bundle === null) return withoutBundle(opened);
    return present(await gatherManifests(bundle, decoder, kept));
  },
  registry: async (opened) => present(await gatherRegistry(opened, opened.bundle)),
  workspace: gatherWorkspace,
  baseline: (opened) => gatherBaseline(opened, { gatherFacts, withoutFacts }),
  signature: gatherSignature,
  branches: ({ branches, commit }) => branches.find(commit),
  review: gatherReview,
  push: () => notOfRelease,
};

function withoutBundle(opened: Opened): Available<never> {
  return unknownBundle(opened) ?? { state: "not-applicable", reason: NO_BUNDLE };
}

/** Rules about a push are judged by lib/push.ts. */
const notOfRelease: Available<never> = {
  state: "not-applicable",
  reason: "it is about a push, not about one release",
};
const tooManyLinks: Available<never> = {
  state: "unavailable",
  reason: `its stages read one another in more than ${MOST_LINKS} ways, which is more than is compared`,
  blocking: true,
};
const notNeeded: Available<never> = { state: "not-applicable", reason: "no rule asks for it" };

/** What git holds as a directory tells what is in one that is recorded with the same hash. */
const openDirectories = remembered(async (opened: Opened) =>
  opened.needs.has("contents") ? listedByGit(opened) : opened.pipelines,
);

function present<Fact>(value: Fact): Available<Fact> {
  return { state: "present", value };
}

/** `dvc status` removes objects of the cache that were changed: they are evidence, and read before. */
const LAST: ReadonlySet<string> = new Set<Need>(["workspace"]);

/** Reads the facts that are needed, each once, on one object reader. */
export async function gatherFacts(opened: Opened, needs: ReadonlySet<Need>): Promise<Evidence> {
  const read = async (isLast: boolean) =>
    Promise.all(
      Object.entries(gatherers)
        .filter(([need]) => LAST.has(need) === isLast)
        .map(async ([need, gatherOne]) => {
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of `Gatherers`
          return [need, needs.has(need as Need) ? await gatherOne(opened) : notNeeded] as const;
        }),
    );
  const entries = [...(await read(false)), ...(await read(true))];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one entry for every need
  return Object.fromEntries(entries) as unknown as Evidence;
}

/** The same answer for every fact: there is nothing to read them from. */
export function withoutFacts(rest: Available<never>): Evidence {
  const entries = Object.keys(gatherers).map((need) => [need, rest] as const);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one entry for every need
  return Object.fromEntries(entries) as unknown as Evidence;
}
