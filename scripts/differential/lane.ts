// One DVC, one git repository in one directory, one reader: what a case needs to be asked and audited.

import { execFileSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { openDecoder, type Decoder } from "../../lib/gather/decoder.ts";
import { openRepository, type Repository } from "../../lib/git/open.ts";
import { startOracle, type Oracle } from "./oracle.ts";
import { openStore, type Store } from "./store.ts";

export interface Lane {
  readonly ask: Oracle["ask"];
  readonly store: Store;
  readonly repository: Repository;
  readonly decoder: Decoder;
  readonly close: () => Promise<void>;
  readonly kill: () => void;
}

export async function openLane(python: string): Promise<Lane> {
  // What leads out of the project, a link to `..`, must not lead DVC through all that lies around.
  const outer = realpathSync(mkdtempSync(join(tmpdir(), "differential-")));
  const directory = join(outer, "project");
  execFileSync("git", ["init", "--quiet", directory]);
  const oracle = startOracle(python, join("scripts", "differential", "oracle.py"), directory);
  const repository = await openRepository(directory, process.env);
  return {
    ask: oracle.ask,
    kill: oracle.kill,
    store: openStore(join(directory, ".git")),
    repository,
    decoder: openDecoder(repository.reader),
    close: async () => {
      await oracle.close();
      await repository.close();
      rmSync(outer, { recursive: true, force: true });
    },
  };
}
