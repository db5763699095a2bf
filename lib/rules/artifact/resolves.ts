// artifact/resolves: the artifact of the tag is declared at the commit, and its path leads to something.

import { locate } from "../../dvc/locate.ts";
import type { DeclaredArtifact } from "../../dvc/model.ts";
import { producersOf, type Producer } from "../../dvc/producers.ts";
import type { Pipeline } from "../../dvc/project.ts";
import { hashInside } from "../../dvc/inside.ts";
import { nearestOf } from "../../nearest.ts";
import {
  type AnyRule,
  blocking,
  defineRule,
  finding,
  noted,
  notApplicable,
  type Message,
  type View,
} from "../../rule.ts";
import { neverRunFor } from "../behind.ts";
import { unreadRecords } from "../unread.ts";
import { at, listed, place } from "../wording.ts";

interface Unknown {
  readonly tag: string;
  readonly artifact: string;
  readonly known: readonly string[];
  readonly nearest: string | null;
}

const unknown: Message<Unknown> = {
  level: "error",
  text: ({ artifact, known, nearest }) =>
    `No dvc.yaml of this commit declares the artifact ${artifact}` +
    (nearest === null ? ` (it declares ${listed(known)}).` : `; did you mean ${nearest}?`),
  repair: ({ tag, artifact, nearest }) => {
    const declare = `declare ${artifact} under artifacts: in dvc.yaml and commit`;
    const better = nearest === null ? null : renamed(tag, artifact, nearest);
    return [
      better === null
        ? `${declare}, or tag under the declared name`
        : `tag it as ${better}, or ${declare}`,
    ];
  },
};

/** The GTO tag of another artifact, `ranking=scorer@v1.0.0`; null where the tag does not begin with its artifact. */
function renamed(tag: string, artifact: string, other: string): string | null {
  const own = artifact.replace(":", "=");
  return tag.startsWith(own) ? other.replace(":", "=") + tag.slice(own.length) : null;
}

interface Declared {
  readonly artifact: string;
  readonly path: string;
  readonly place: string;
}

const missing: Message<Declared> = {
  level: "error",
  text: ({ artifact, path, place: where }) =>
    `The artifact ${artifact} is ${path} (${where}), which is no file of the commit, no out of a lock and no *.dvc file's.`,
  repair: ({ path }) => [
    `track ${path} (dvc add, a stage's out, or git add), or correct the path in dvc.yaml; commit, and tag that commit`,
  ],
};

export const artifactResolves: AnyRule = defineRule({
  id: "artifact/resolves",
  holds:
    "the tag's artifact is declared in dvc.yaml at the commit, and its path is a git file, an out of a lock, a *.dvc out, or a URL",
  why: "A registry that shows a version of an artifact which nobody can resolve sends its consumers nowhere. GTO does not look.",
  repair: "Declare the artifact with a path that is tracked, commit, and tag that commit.",
  refusal: "its artifact leads nowhere",
  example: {
    given: "the model of an artifact was moved, its dvc.yaml not",
    says: "The artifact gone is models/gone.bin (dvc.yaml:27), which is no file of the commit, no out of a lock and no *.dvc file's.",
  },
  on: true,
  needs: ["pipelines", "tree", "contents"],
  messages: { unknown, missing },
  *check(view) {
    const declared = artifactsOf(view.pipelines.pipelines);
    const wanted = view.release.naming.artifact;
    const meant = wanted === null ? declared : declared.filter(({ name }) => name === wanted);
    const unread = view.pipelines.pipelines.filter(({ file }) => file.state === "unreadable");
    if (unread.length > 0 && (wanted === null || meant.length === 0)) {
      yield blocking(`${listed(unread.map(({ path }) => path))} could not be read`);
    } else if (declared.length === 0) {
      yield notApplicable("no dvc.yaml in scope declares artifacts");
    } else if (wanted !== null && meant.length === 0) {
      const known = declared.map(({ name }) => name);
      const nearest = namesakeOf(wanted, known) ?? nearestOf(wanted, known);
      yield finding("unknown", { tag: view.release.name, artifact: wanted, known, nearest });
    }
    for (const artifact of meant) yield* judge(artifact, view);
  },
});

interface NamedArtifact {
  /** `name`, or `dir:name` for one of `dir/dvc.yaml`. */
  readonly name: string;
  readonly artifact: DeclaredArtifact;
  readonly pipeline: Pipeline;
}

/** The only one of this name, in another directory. */
function namesakeOf(wanted: string, known: readonly string[]): string | null {
  const own = bareName(wanted);
  const [namesake = null, ...more] = known.filter((name) => bareName(name) === own);
  return more.length === 0 ? namesake : null;
}

function bareName(artifact: string): string {
  return artifact.slice(artifact.indexOf(":") + 1);
}

/** Every artifact that a `dvc.yaml` in scope declares. */
export function artifactsOf(pipelines: readonly Pipeline[]): readonly NamedArtifact[] {
  return pipelines.flatMap((pipeline) => {
    if (pipeline.file.state !== "present") return [];
    const prefix = pipeline.directory === "" ? "" : `${pipeline.directory}:`;
    return pipeline.file.value.artifacts.map((artifact) => ({
      name: `${prefix}${artifact.name}`,
      artifact,
      pipeline,
    }));
  });
}

function isInGit(path: string, { tree, contents }: Seen): boolean {
  return contents.has(path) || tree.get(path) !== undefined || tree.isDirectory(path);
}

/** Why a link on the path could not be followed; null where there is none, or it was. */
function unfollowedLink(path: string, { tree, contents }: Seen): string | null {
  const content = contents.get(path);
  const isPlain = tree.get(path)?.kind === "file";
  return content?.kind === "unverifiable" && !isPlain ? content.reason : null;
}

/** Whether a recorded directory has the path; unknown where nothing lists its files. */
function holds({ entry }: Producer, path: string): "yes" | "no" | "unknown" {
  if (entry.at.kind !== "inside") return "no";
  if (entry.files === null) return "unknown";
  return hashInside(entry, path.slice(entry.at.path.length + 1)) === null ? "no" : "yes";
}

type Seen = View<"pipelines" | "tree" | "contents">;

function* judge({ name, artifact, pipeline }: NamedArtifact, view: Seen) {
  if (artifact.path.includes("${")) {
    yield noted(`the path of artifact ${name} is a template: ${artifact.path}`);
    return;
  }
  const { at: location } = locate(pipeline.directory, pipeline.projectRoot, artifact.path);
  if (location.kind === "external") {
    yield noted(`artifact ${name} lies outside of the repository: ${artifact.path}`);
    return;
  }
  const { path } = location;
  const unfollowed = unfollowedLink(path, view);
  if (unfollowed !== null) yield noted(`artifact ${name}, ${path}: ${unfollowed}`);
  else if (!isInGit(path, view)) yield* judgeRecorded({ name, artifact, pipeline }, path, view);
}

/** What git does not hold is an out of a lock or of a pointer file, or lies in one. */
function* judgeRecorded({ name, artifact, pipeline }: NamedArtifact, path: string, view: Seen) {
  const producers = producersOf(view.pipelines);
  if (producers.at(path).length > 0 || producers.below(path).length > 0) return;
  const around = producers.above(path).map((producer) => holds(producer, path));
  if (around.includes("yes")) return;
  if (around.includes("unknown")) {
    yield noted(
      `artifact ${name} is a file inside of a directory that DVC keeps: only the directory's hash is recorded`,
    );
    return;
  }
  const unread = unreadRecords(view.pipelines);
  if (unread.length > 0) {
    yield blocking(`${listed(unread)}, which may record ${path}, could not be read`);
    return;
  }
  const data = { artifact: name, path, place: place(pipeline.path, artifact.line) };
  const where = at(pipeline.path, artifact.line);
  yield finding("missing", data, { where, follows: neverRunFor(path, view.pipelines) });
}
