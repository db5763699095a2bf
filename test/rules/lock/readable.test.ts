import { suite } from "uvu";
import { addCases } from "../../helpers/lock-cases.ts";
import { addExample } from "../../helpers/example.ts";

const readable = suite("rules/lock/readable");
const PIPELINE = "stages:\n  a:\n    cmd: ./a\n";
const LOCK = "schema: '2.0'\nstages:\n  a:\n    cmd: ./a\n";

function lock(text: string) {
  return { "dvc.yaml": PIPELINE, "dvc.lock": text };
}

addCases(readable, "lock/readable", {
  "accepts what DVC writes": { files: lock(LOCK) },
  "accepts CRLF and a BOM (case 65)": { files: lock(`\uFEFF${LOCK.replaceAll("\n", "\r\n")}`) },
  "accepts stages: {} (case 36)": { files: lock("schema: '2.0'\nstages: {}\n") },
  "refuses an empty lock (case 36)": {
    files: lock(""),
    keys: ["error malformed"],
    says: ["dvc.lock"],
  },
  "refuses null stages (case 36)": {
    files: lock("schema: '2.0'\nstages:\n"),
    keys: ["error malformed"],
    says: ["dvc.lock:2 cannot be read"],
  },
  "refuses conflict markers (case 37)": {
    files: lock(`${LOCK}<<<<<<< HEAD\n=======\n>>>>>>> x\n`),
    keys: ["error malformed"],
    says: ["dvc.lock:5 cannot be read: ", "merge conflict markers"],
  },
  "refuses conflict markers in dvc.yaml and a pointer file (case 37)": {
    files: { ...lock(LOCK), "dvc.yaml": `${PIPELINE}=======\n`, "a.dvc": "<<<<<<< HEAD\n" },
    keys: ["error malformed", "error malformed"],
    says: ["dvc.yaml:4", "a.dvc:1"],
  },
  "reads a lock of DVC 1, and says that DVC 3 does not (case 38)": {
    files: lock("a:\n  cmd: ./a\n"),
    keys: ["note oldSchema"],
    says: ["dvc.lock has the schema of DVC 1"],
  },
  "refuses an unknown key and an unknown schema (case 39)": {
    files: lock("schema: '3.0'\nstages: {}\n"),
    keys: ["error malformed"],
    says: ["dvc.lock:1"],
  },
  "refuses an unquoted schema (case 39)": {
    files: lock("schema: 2.0\nstages: {}\n"),
    keys: ["error malformed"],
  },
  "refuses a duplicate key": {
    files: lock(`${LOCK}  a:\n    cmd: ./b\n`),
    keys: ["error malformed"],
    says: ["dvc.lock:5"],
  },
  "refuses an md5 that is a number (case 48)": {
    files: lock(`${LOCK}    outs:\n    - path: o\n      md5: 12345678901234567890123456789012\n`),
    keys: ["error malformed"],
    says: ["dvc.lock:7"],
  },
  "refuses an out that escapes": {
    files: lock(
      `${LOCK}    outs:\n    - path: ../../o\n      hash: md5\n      md5: ${"0a".repeat(16)}\n`,
    ),
    keys: ["error escapes"],
    says: ["dvc.lock:6 records the out ../../o"],
  },
});

addExample(readable, "lock/readable");
readable.run();
