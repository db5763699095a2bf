// Names of causes: drafts that share one become one finding.

/** The bytes of a file in the tree are not the recorded ones. */
export function contentCause(path: string): string {
  return `content:${path}`;
}

/** A value in a params file of the tree is not the recorded one. */
export function paramCause(file: string, key: string): string {
  return `param:${file}:${key}`;
}

/** What a stage read is not what the other stage wrote. */
export function readCause(address: string, path: string): string {
  return `read:${address}:${path}`;
}

/** The command of a stage is not the one that was run. */
export function commandCause(address: string): string {
  return `command:${address}`;
}

/** A stage as a whole: not locked, or with other deps, outs and params. */
export function stageCause(address: string): string {
  return `stage:${address}`;
}

/** The name of a tag: one that is no good name is made again under another. */
export function nameCause(tag: string): string {
  return `name:${tag}`;
}

/** That nothing links a release to the one before it. */
export function linkCause(tag: string): string {
  return `link:${tag}`;
}

/** A `dvc.yaml`, `dvc.lock` or pointer file that is absent or cannot be read. */
export function fileCause(path: string): string {
  return `file:${path}`;
}

/** An entry of a registry or manifest, by its place. */
export function entryCause(place: string): string {
  return `entry:${place}`;
}

/** A role that no file of the bundle fills. */
export function roleCause(bundle: string, role: string): string {
  return `role:${bundle}:${role}`;
}

/** A file that is in the bundle, or in its manifest, and should not be. */
export function memberCause(path: string): string {
  return `member:${path}`;
}
