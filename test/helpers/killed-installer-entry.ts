// A program of its own: installs or uninstalls, and kills itself at the nth change that it makes to a file.

import fs from "node:fs";

const [action = "", directory = "", bundle = "", at = "0"] = process.argv.slice(2);
let changes = 0;

function maybeDie(): void {
  changes += 1;
  if (changes === Number(at)) process.kill(process.pid, "SIGKILL");
}

type Call = (...args: unknown[]) => unknown;
const calls: Record<string, unknown> = { ...fs.promises };
for (const name of ["rename", "link", "chmod", "mkdir", "rm", "rmdir", "open"]) {
  const original = calls[name] as Call;
  const killing: Call = async (...args) => {
    maybeDie();
    const result = await original.apply(fs.promises, args);
    return name === "open" && args[1] === "wx"
      ? halfWritten(result as fs.promises.FileHandle)
      : result;
  };
  Object.assign(fs.promises, { [name]: killing });
}

/** A kill in the middle of the content, and one before it is on the disk. */
function halfWritten(file: fs.promises.FileHandle): fs.promises.FileHandle {
  const writeFile = file.writeFile.bind(file);
  const sync = file.sync.bind(file);
  file.writeFile = async (content) => {
    const bytes = Buffer.from(content as Uint8Array);
    await writeFile(bytes.subarray(0, bytes.length / 2));
    maybeDie();
    await writeFile(bytes.subarray(bytes.length / 2));
  };
  file.sync = async () => {
    maybeDie();
    await sync();
  };
  return file;
}

export async function main(): Promise<void> {
  const { installHooks, uninstallHooks } = await import("../../hooks/install/index.ts");
  const hooks = ["pre-push", "pre-tag"];
  const request = { directory, environment: process.env, hooks, dryRun: false };
  const node = process.execPath;
  await (action === "install"
    ? installHooks({ ...request, version: "0.1.0", node, bundleDirectory: bundle })
    : uninstallHooks(request));
}
