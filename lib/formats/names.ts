// Which files of a bundle are manifests, signatures or checksums by their names alone.

const SUMS = /^(sha(?:1|224|256|384|512)|md5|b2)sums?(?:\.txt)?$/i;
const CHECKSUM = /\.(sha(?:1|224|256|384|512)|md5|b2)(?:sums?)?$/i;
const COMPANION = /\.(?:sig|asc|minisig|sigstore|sigstore\.json|intoto\.jsonl)$/i;
const BILL = /(?:^|\.)(?:bom|cdx)\.json$/i;

const PLUMBING =
  /^(?:\.gitignore|\.gitattributes|\.gitkeep|\.dvcignore|dvc\.yaml|dvc\.lock|.+\.dvc)$/;

function basename(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** `SHA256SUMS` and its like: manifests without `manifest` in their name. */
export function isSumsFile(path: string): boolean {
  return SUMS.test(basename(path));
}

/** A signature or checksum that accompanies another file: made last, so that no manifest lists it. */
export function isCompanion(path: string): boolean {
  return COMPANION.test(basename(path)) || CHECKSUM.test(basename(path));
}

/** The file beside it that a checksum is named after: `model.bin` of `model.bin.sha256`. */
export function accompanied(path: string): string {
  return basename(path).replace(CHECKSUM, "");
}

/** The algorithm that a list of checksums has in its name; null where it has none. */
export function sumsAlgorithm(path: string): string | null {
  const [, algorithm] = SUMS.exec(basename(path)) ?? CHECKSUM.exec(basename(path)) ?? [];
  return algorithm?.toLowerCase() ?? null;
}

/** A file that may list others although the policy does not call it the manifest. */
export function mayList(path: string): boolean {
  return isCompanion(path) || mustList(path);
}

/** One that is there for nothing else, as a signature may be: where it tells nothing, something is unchecked. */
export function mustList(path: string): boolean {
  return CHECKSUM.test(basename(path)) || BILL.test(basename(path));
}

/** What git and DVC need themselves, and no consumer uses: `model.pkl.dvc` is no model. */
export function isPlumbing(path: string): boolean {
  return PLUMBING.test(basename(path));
}
