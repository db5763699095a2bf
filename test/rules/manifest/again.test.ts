// How a manifest is written again: DVC runs no stage of which nothing changed.

import assert from "node:assert/strict";
import { suite } from "uvu";
import { ITEMS, judgeBundle, STAGES, type BundleCase } from "../../helpers/bundle.ts";

const again = suite("rules/manifest/again");

const PUBLISH = { name: "publish", deps: ["model.json"], outs: ["publish/v1/manifest.json"] };
const FORCED = "dvc repro --force --single-item publish";
const released = (fields: object): string => JSON.stringify({ artifacts: ITEMS, ...fields });

const WRONG: readonly (readonly [rule: string, made: BundleCase])[] = [
  ["manifest/names-release", { manifest: released({ release: "v1.1.0" }) }],
  ["manifest/lists-model", { items: ITEMS.slice(1) }],
  ["manifest/complete", { items: ITEMS.slice(0, 2) }],
  ["manifest/present", { manifest: "{}" }],
  ["manifest/digests-match", { items: [{ ...ITEMS[0], bytes: 1 }, ...ITEMS.slice(1)] }],
];

for (const [rule, made] of WRONG) {
  again(`${rule} names the stage that wrote it, and no run that would do nothing`, async () => {
    const { findings } = await judgeBundle(rule, { ...made, stages: [...STAGES, PUBLISH] });
    assert.match(findings[0]?.repair.join("\n") ?? "", new RegExp(FORCED));
  });

  again(`${rule} names no stage where none wrote it`, async () => {
    const { findings } = await judgeBundle(rule, made);
    assert.doesNotMatch(findings[0]?.repair.join("\n") ?? "--force", /--force/);
  });
}

again.run();
