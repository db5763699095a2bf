// The JSON of `dvc status`, by stage and by what it is about.

export type State = "modified" | "deleted" | "new" | "not in cache" | (string & {});

export interface TheirStage {
  /** By path from the root; params files are below `params`. */
  readonly deps: ReadonlyMap<string, State>;
  readonly outs: ReadonlyMap<string, State>;
  /** By file: a state of the whole, or of each key. */
  readonly params: ReadonlyMap<string, State | ReadonlyMap<string, State>>;
  readonly command: boolean;
  readonly checksum: boolean;
}

export type RawStatus = Readonly<Record<string, readonly unknown[]>>;

/** `isParams`: whether a dep of the stage is a params file, of which "new" and "deleted" are told alike. */
export function readStage(
  items: readonly unknown[],
  isParams: (path: string) => boolean,
): TheirStage {
  const deps = new Map<string, State>();
  const params = new Map<string, State | ReadonlyMap<string, State>>();
  for (const [path, state] of changesOf(items, "changed deps")) {
    if (typeof state !== "string") params.set(path, new Map(state));
    else if (isParams(path)) params.set(path, state);
    else deps.set(path, state);
  }
  const outs = changesOf(items, "changed outs").flatMap(([path, state]) =>
    typeof state === "string" ? [[path, state] as const] : [],
  );
  return {
    deps,
    params,
    outs: new Map(outs),
    command: items.includes("changed command"),
    checksum: items.includes("changed checksum"),
  };
}

type Change = readonly [path: string, state: State | readonly (readonly [string, State])[]];

function changesOf(items: readonly unknown[], key: string): readonly Change[] {
  return items.flatMap((item) => {
    const changes: unknown =
      typeof item === "object" && item !== null ? Reflect.get(item, key) : null;
    if (typeof changes !== "object" || changes === null) return [];
    return Object.entries(changes).map(([path, state]): Change => [path, readState(state)]);
  });
}

function readState(state: unknown): Change[1] {
  if (typeof state === "string") return state;
  const keys = typeof state === "object" && state !== null ? Object.entries(state) : [];
  return keys.map(([key, of]) => [key, String(of)] as const);
}

/** What says that something is to be done, less what is always said. */
export function isSilent(items: readonly unknown[] | undefined): boolean {
  return items === undefined || items.every((item) => item === "always changed");
}
