// The report as lines of JSON, one a record: for many releases and for tools that read line by line.

import { findingJson, releaseJson, reportJson } from "./json.ts";
import { printableJson } from "./printable.ts";
import { defineReporter, type Reporter } from "./reporter.ts";

/**
 * First `{"record":"report",…}`, the report without its releases and push findings, then one
 * `{"record":"release",…}` a release and one `{"record":"push",…}` a finding about the push.
 */
export const ndjson: Reporter = defineReporter("ndjson", (report) => {
  const { releases, push, ...head } = reportJson(report);
  return [
    { record: "report", ...head },
    ...releases.map((release) => ({ record: "release", ...releaseJson(release) })),
    ...push.map((finding) => ({ record: "push", ...findingJson(finding) })),
  ]
    .map((record) => `${printableJson(JSON.stringify(record))}\n`)
    .join("");
});
