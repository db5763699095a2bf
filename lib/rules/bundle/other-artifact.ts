// The promoted model is that of the artifact which the tag names, and not of another one.

import { hashesIn } from "../../dvc/inside.ts";
import { locate, isWithin } from "../../dvc/locate.ts";
import { producersOf, upstreamOf, type Producer } from "../../dvc/producers.ts";
import type { Stage } from "../../dvc/project.ts";
import type { BundleFile } from "../../evidence.ts";
import {
  finding,
  noted,
  type Draft,
  type Message,
  type Unverified,
  type View,
} from "../../rule.ts";
import { artifactsOf } from "../artifact/resolves.ts";
import { memberCause } from "../cause.ts";
import { hashesOf, holdsAny, isClosed } from "../metrics/knows.ts";
import { at } from "../wording.ts";
import { commitBundle } from "./commit-words.ts";

type Seen = View<"bundle" | "pipelines" | "documents" | "contents" | "tree">;

interface Mistaken {
  readonly path: string;
  readonly other: string;
  readonly own: string;
  readonly release: string;
  readonly commit: string;
}

const text = ({ path, other, own, release }: Mistaken): string =>
  `${path} is the artifact ${other}, and not ${own}, which ${release} releases.`;

const repair = ({ own, commit }: Mistaken): readonly string[] => [
  `let what writes the bundle take ${own}, or tag the artifact that the bundle promotes`,
  commit,
];

export const otherArtifact: Message<Mistaken> = { level: "error", text, repair };

/** A package of a model, and its model beside it in place of the package: somebody should look. */
export const partOfArtifact: Message<Mistaken> = { level: "warning", text, repair };

type Told = Draft<"otherArtifact" | "partOfArtifact", Mistaken> | Unverified;

/** An artifact, and what is recorded of its content. */
interface Placed {
  readonly name: string;
  readonly path: string;
  /** Of the file, or of the files in the directory; and the object that git has. */
  readonly hashes: ReadonlySet<string>;
  /** A directory of which only the hash is known, or a file in one. */
  readonly closed: boolean;
  readonly stages: readonly Stage[];
}

/**
 * A model of the bundle that has the content of another declared artifact, where none has that of the tag's own. What was made
 * of the tag's own is another form of it; what that one was made of may be a part of it.
 */
export function* tellOtherArtifact(view: Seen): Generator<Told> {
  const { naming, name } = view.bundle.release;
  const models = view.bundle.files.filter(({ role }) => role === "model");
  const [own, ...namesakes] = placedArtifacts(view, (artifact) => artifact === naming.artifact);
  if (own === undefined || namesakes.length > 0 || models.length === 0) return;
  // What leads nowhere is told by artifact/resolves.
  if (own.hashes.size === 0 && !own.closed) return;
  if (models.some((model) => isOf(model, own, view))) return;
  const others = placedArtifacts(view, (artifact) => artifact !== naming.artifact);
  for (const model of models) {
    const found = others.filter((other) => isOf(model, other, view));
    const [other] = found;
    const isAnotherForm = found.some((one) => isMadeOf(one, own, view));
    if (other !== undefined && !isAnotherForm)
      yield tell(model, { own, other, release: name }, view);
  }
}

interface Pair {
  readonly own: Placed;
  readonly other: Placed;
  readonly release: string;
}

function tell(model: BundleFile, { own, other, release }: Pair, view: Seen): Told {
  const { path } = model;
  if (own.closed)
    return noted(
      `${own.path}, the artifact ${own.name}, may hold ${path}, and only the directory's hash is recorded; artifact ${other.name} is the same file`,
    );
  const key = isMadeOf(own, other, view) ? "partOfArtifact" : "otherArtifact";
  const names = { other: `${other.name} (${other.path})`, own: `${own.name} (${own.path})` };
  const data = { path, ...names, release, commit: commitBundle(view) };
  return finding(key, data, { where: at(path), causes: [memberCause(path)] });
}

/** A release of data, or of a report, has a bundle with a model in it for another reason. */
const MODEL = "model";

function placedArtifacts(view: Seen, isMeant: (name: string) => boolean): readonly Placed[] {
  const producers = producersOf(view.pipelines);
  return artifactsOf(view.pipelines.pipelines).flatMap(({ name, artifact, pipeline }) => {
    if (!isMeant(name) || (artifact.type ?? MODEL) !== MODEL) return [];
    const { at: place } = locate(pipeline.directory, pipeline.projectRoot, artifact.path);
    if (place.kind !== "inside") return [];
    const { path } = place;
    const [there, above] = [
      [...producers.at(path), ...producers.below(path)],
      producers.above(path),
    ];
    const oid = view.tree.get(path)?.oid ?? null;
    const recorded = [
      ...there.flatMap(({ entry }) => hashesIn(entry)),
      ...above.flatMap((one) => hashesBelow(one, path)),
    ];
    const all = [...there, ...above];
    const hashes = new Set([...recorded, ...(oid === null ? [] : [oid])]);
    const closed = all.some(({ entry }) => isClosed(entry));
    return [{ name, path, hashes, closed, stages: all.flatMap(({ stage }) => stage ?? []) }];
  });
}

/** Of a directory around the path, the files at it and below it. */
function hashesBelow({ entry }: Producer, path: string): readonly string[] {
  if (entry.at.kind !== "inside" || entry.files === null) return [];
  const relative = path.slice(entry.at.path.length + 1);
  return entry.files.filter((file) => isWithin(file.path, relative)).map(({ hash }) => hash);
}

function isOf(model: BundleFile, { path, hashes }: Placed, view: Seen): boolean {
  if (isWithin(model.path, path)) return true;
  const own = [...hashesOf(model, view), ...(model.entry === null ? [] : [model.entry.oid])];
  return own.some((hash) => hashes.has(hash));
}

/** By a stage that read it, directly or through others: one stage that writes two models makes none of the other. */
function isMadeOf({ stages }: Placed, { hashes }: Placed, { pipelines }: Seen): boolean {
  const behind = stages.flatMap((stage) => [...upstreamOf(stage, producersOf(pipelines)).stages]);
  return behind.some(({ deps }) => deps.some((dep) => holdsAny(dep, hashes)));
}
