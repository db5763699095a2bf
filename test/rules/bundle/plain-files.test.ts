import { renameSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { runBundleTable } from "../../helpers/bundle-table.ts";

runBundleTable("bundle/plain-files", {
  "holds for plain files": { files: { "publish/v1/notes/a.md": "a", "publish/v1/Notes.md": "b" } },
  "refuses a link out of the repository": {
    prepare: ({ directory }) => symlinkSync("/etc/passwd", join(directory, "publish/v1/users")),
    keys: ["error notPlain"],
    says: ["publish/v1/users is a symbolic link"],
  },
  "refuses a link to a file beside it": {
    prepare: ({ directory }) =>
      symlinkSync("model.json", join(directory, "publish/v1/latest.json")),
    keys: ["error notPlain"],
  },
  "refuses a link in the place of the bundle": {
    prepare: ({ directory }) => {
      renameSync(join(directory, "publish/v1"), join(directory, "store"));
      symlinkSync("../store", join(directory, "publish/v1"));
    },
    keys: ["error notPlain"],
    says: ["publish/v1 is a symbolic link"],
  },
  "holds where a link of another name leads to the bundle": {
    prepare: ({ directory }) => symlinkSync("v1", join(directory, "publish/v1.0.0")),
  },
  "refuses a submodule": {
    prepare: ({ git }) => {
      git("commit", "--quiet", "--allow-empty", "-m", "x");
      git(
        "update-index",
        "--add",
        "--cacheinfo",
        `160000,${git("rev-parse", "HEAD")},publish/v1/sub`,
      );
      git("commit", "--quiet", "-m", "sub");
      git("config", "core.fileMode", "false");
      git("update-index", "--skip-worktree", "publish/v1/sub");
    },
    keys: ["error notPlain"],
    says: ["publish/v1/sub is a git submodule"],
  },
  "refuses names that collide by case": {
    files: { "publish/v1/Model.json": "x" },
    keys: ["error collides"],
    says: ["publish/v1/Model.json and publish/v1/model.json"],
  },
  "tells directories that collide once": {
    files: { "publish/v1/a/x": "1", "publish/v1/A/x": "2", "publish/v1/A/y": "3" },
    keys: ["error collides"],
    says: ["publish/v1/A and publish/v1/a have"],
  },
  "refuses names that collide by normal form": {
    files: { "publish/v1/\u00e9.md": "1", "publish/v1/e\u0301.md": "2" },
    keys: ["error collides"],
  },
  "refuses a backslash": {
    files: { "publish/v1/..\\x": "1" },
    keys: ["error escapes"],
    says: ["a backslash"],
  },
  "refuses a device of Windows": { files: { "publish/v1/aux.txt": "1" }, keys: ["error escapes"] },
});
