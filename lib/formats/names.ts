// Which files of a bundle are manifests, signatures or checksums by their names alone.

const SUMS = /^(?:sha256|md5)sums?(?:\.txt)?$/i;
const COMPANION = /\.(?:sig|asc|minisig|sigstore|sigstore\.json|intoto\.jsonl|sha256|md5)$/i;
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
  return COMPANION.test(basename(path));
}

/** A file that may list others although the policy does not call it the manifest. */
export function mayList(path: string): boolean {
  return isCompanion(path) || BILL.test(basename(path));
}

/** What git and DVC need themselves, and no consumer uses: `model.pkl.dvc` is no model. */
export function isPlumbing(path: string): boolean {
  return PLUMBING.test(basename(path));
}
