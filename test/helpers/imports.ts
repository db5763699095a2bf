// An import of another repository as `dvc import --rev v1` writes it, its own checksum intact.

import { createHash } from "node:crypto";

const DATA = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const URL = "https://example.org/data";

/** Python's JSON of what DVC hashes: sorted keys, without what it leaves out (its stage/utils.py). */
const HASHED =
  `{"deps": [{"path": "data.csv", "repo": {"rev": "v1", "rev_lock": "${COMMIT}", "url": "${URL}"}}], ` +
  `"outs": [{"hash": "md5", "md5": "${DATA}", "path": "data.csv"}]}`;

export const IMPORT: string = `md5: ${createHash("md5").update(HASHED).digest("hex")}
frozen: true
deps:
- path: data.csv
  repo:
    url: ${URL}
    rev: v1
    rev_lock: ${COMMIT}
outs:
- md5: ${DATA}
  size: 4
  hash: md5
  path: data.csv
`;
