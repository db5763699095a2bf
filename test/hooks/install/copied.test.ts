// A repository that was copied or moved with its hooks: what its state names is another one's by then.

import { ok, strictEqual } from "node:assert/strict";
import { cpSync, existsSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import { parseState } from "../../../hooks/install/state.ts";
import { repositoryAt } from "../../helpers/repository.ts";
import { install, places, snapshot, uninstall, type HookPlace } from "./places.ts";

const test = suite("hooks/install/copied");

const plain = places["a plain repository"]!;
const both = { hooks: ["pre-push", "pre-tag"] };

/** The same place with its repository in another directory. */
function placeAt(place: HookPlace, name: string): HookPlace {
  const directory = join(place.root, name);
  return {
    ...place,
    repository: repositoryAt(directory),
    hook: join(directory, ".git/hooks/pre-push"),
    home: join(directory, ".git/tagproof"),
  };
}

function isGone({ hook, home }: HookPlace): void {
  ok(!existsSync(hook) && !existsSync(home));
}

test("an uninstall in a copy leaves the hooks of the original alone", async () => {
  const place = plain();
  await install(place, both);
  const before = snapshot(place.repository.directory);
  const copy = placeAt(place, "copy");
  cpSync(place.repository.directory, copy.repository.directory, { recursive: true });
  await uninstall(copy, both);
  isGone(copy);
  strictEqual(snapshot(place.repository.directory), before);
  await uninstall(place, both);
  isGone(place);
});

test("an install in a copy makes its state that of the copy", async () => {
  const place = plain();
  await install(place, both);
  const copy = placeAt(place, "copy");
  cpSync(place.repository.directory, copy.repository.directory, { recursive: true });
  await install(copy, both);
  const state = parseState(readFileSync(join(copy.home, "state.json"), "utf8"));
  strictEqual(state?.home, copy.home);
  ok(state.hooks.every(({ path }) => path.startsWith(copy.repository.directory)));
  strictEqual(state.hooks.length, 2);
});

test("a repository that was moved loses its hooks as any other", async () => {
  const place = plain();
  await install(place, both);
  const moved = placeAt(place, "moved");
  renameSync(place.repository.directory, moved.repository.directory);
  await uninstall(moved, both);
  isGone(moved);
});

test.run();
