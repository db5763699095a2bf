// What links a release to what was released before it, and what was written about it.

import { effectiveHash, joinDirectory } from "../dvc/locate.ts";
import { producersOf } from "../dvc/producers.ts";
import type { Available, BundleFacts, ReviewFacts, Trailer } from "../evidence.ts";
import type { ExperimentLink, NamedBaseline } from "../review-facts.ts";
import { isCalled, linkExperiments, listExperiments } from "../history/experiment.ts";
import { namesNothing } from "../history/no-claim.ts";
import { resolveBaseline } from "../history/review-baseline.ts";
import { refusalsOf } from "../history/review-refusals.ts";
import type { Opened } from "./opened.ts";
import { readEarlier, readSinceFinal } from "./review-earlier.ts";
import { readNotes, readTag, readTexts } from "./review-texts.ts";

/** Trailers of one kind that are followed; more are noise. */
const MOST = 8;

export async function gatherReview(opened: Opened): Promise<Available<ReviewFacts>> {
  const { tag, commit, release, repository, refusals } = opened;
  // What was written of a version holds for the stage tag that assigns it.
  const assigned = await readTag(repository.reader, { oid: release.assigns?.oid ?? null });
  const own = tag.state === "present" ? tag.value.trailers : [];
  const trailers = [...own, ...(assigned?.trailers ?? [])];
  const bundle = await opened.promoted();
  const written = await readTexts(opened, assigned);
  const named = valuesOf(trailers, "experiment").filter((name) => !namesNothing(name));
  const [earlier, baselines, found] = await Promise.all([
    readEarlier(opened, { bundle, texts: written.texts }),
    baselinesOf(opened, valuesOf(trailers, "baseline")),
    experimentsOf(opened, bundle, named),
  ]);
  const sinceFinal = await readSinceFinal(opened, { bundle, texts: written.texts }, earlier);
  const notes = await readNotes(
    repository.reader,
    found.experiments.slice(0, MOST).map((experiment) => experiment.commit),
  );
  const value: ReviewFacts = {
    texts: [...written.texts, ...notes.texts],
    unread: [...written.unread, ...notes.unread].map(({ reason }) => reason),
    earlier,
    sinceFinal,
    trailers,
    baselines,
    ...found,
    refusals: refusalsOf(refusals, release.name, commit),
    bundle,
    partial: repository.shallow || repository.promisor,
  };
  return { state: "present", value };
}

function valuesOf(trailers: readonly Trailer[], wanted: string): readonly string[] {
  return trailers
    .flatMap(({ key, value }) => (key.toLowerCase() === wanted && value !== "" ? [value] : []))
    .slice(0, MOST);
}

async function baselinesOf(
  { repository, release, commit }: Opened,
  values: readonly string[],
): Promise<readonly NamedBaseline[]> {
  const self = { name: release.name, commit };
  const found = await Promise.all(values.map((value) => resolveBaseline(repository, value, self)));
  return found.filter((each) => each !== null);
}

/** A process is only worth it where the history says nothing, or the tag names an experiment. */
async function experimentsOf(
  opened: Opened,
  bundle: BundleFacts | null,
  named: readonly string[],
): Promise<Pick<ReviewFacts, "experiments" | "unknownExperiments">> {
  if (named.length === 0 && !(await isUnrelated(opened))) {
    return { experiments: [], unknownExperiments: [] };
  }
  const { repository, commit, tree, pipelines } = opened;
  const all = await listExperiments(repository);
  const experiments: readonly ExperimentLink[] = await linkExperiments(repository, all, {
    commit,
    tree,
    locks: pipelines.pipelines.flatMap(({ lock, lockPath }) =>
      lock.state === "absent" ? [] : [lockPath],
    ),
    artifacts: promotedHashes(opened, bundle),
    named,
  });
  const unknown = named.filter((name) => !all.some((experiment) => isCalled(experiment, name)));
  return { experiments, unknownExperiments: unknown };
}

async function isUnrelated({ baselines, release, commit }: Opened): Promise<boolean> {
  const found = await baselines.find(release, commit);
  return found.state === "present" && found.value.nearest?.kinship === "unrelated";
}

/** md5 of the declared artifacts and of the promoted model. */
function promotedHashes({ pipelines }: Opened, bundle: BundleFacts | null): readonly string[] {
  const producers = producersOf(pipelines);
  const declared = pipelines.pipelines.flatMap(({ file, directory }) =>
    file.state === "present"
      ? file.value.artifacts.flatMap(({ path }) => producers.at(joinDirectory(directory, path)))
      : [],
  );
  const models = (bundle?.files ?? []).filter(({ role }) => role === "model");
  const hashes = [
    ...declared.map(({ entry }) => effectiveHash(entry, entry.insideProject)?.value),
    ...models.map(({ content }) => (content.kind === "unverifiable" ? undefined : content.md5)),
  ];
  return [
    ...new Set(hashes.filter((hash) => hash !== undefined && /^[0-9a-f]{32}/.test(hash))),
  ].filter((hash) => hash !== undefined);
}
