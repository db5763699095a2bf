// Every rule. The order is that of the report, and of precedence: where several findings have one
// cause, the rule that stands first tells it and the others are its consequences.

import type { AnyRule } from "../rule.ts";
import { bundleComplete } from "./bundle/complete.ts";
import { bundleFromLock } from "./bundle/from-lock.ts";
import { bundleNoDebugFiles } from "./bundle/no-debug-files.ts";
import { bundleNotHandEdited } from "./bundle/not-hand-edited.ts";
import { bundlePlainFiles } from "./bundle/plain-files.ts";
import { manifestComplete } from "./manifest/complete.ts";
import { manifestDigestsMatch } from "./manifest/digests-match.ts";
import { manifestListsModel } from "./manifest/lists-model.ts";
import { manifestNamesRelease } from "./manifest/names-release.ts";
import { manifestPresent } from "./manifest/present.ts";
import { artifactResolves } from "./artifact/resolves.ts";
import { lockChainHolds } from "./lock/chain-holds.ts";
import { lockCommandsMatch } from "./lock/commands-match.ts";
import { lockCoversPipeline } from "./lock/covers-pipeline.ts";
import { lockDepsMatch } from "./lock/deps-match.ts";
import { lockGraphValid } from "./lock/graph-valid.ts";
import { lockImportsPinned } from "./lock/imports-pinned.ts";
import { lockOutsMatch } from "./lock/outs-match.ts";
import { lockParamsMatch } from "./lock/params-match.ts";
import { lockPresent } from "./lock/present.ts";
import { lockReadable } from "./lock/readable.ts";
import { lockSameInputsSameOuts } from "./lock/same-inputs-same-outs.ts";
import { metricsDescribeModel } from "./metrics/describe-model.ts";
import { metricsEchoParams } from "./metrics/echo-params.ts";
import { registryNoMovingLabel } from "./registry/no-moving-label.ts";
import { registrySurfaceOnly } from "./registry/surface-only.ts";
import { metricsMatchParams } from "./metrics/match-params.ts";
import { releaseNamed } from "./release/named.ts";
import { reviewLinked } from "./review/linked.ts";
import { reviewMetricMeaning } from "./review/metric-meaning.ts";
import { reviewRepairNoted } from "./review/repair-noted.ts";
import { tagAnnotated } from "./tag/annotated.ts";
import { tagImmutable } from "./tag/immutable.ts";
import { tagMatchesRef } from "./tag/matches-ref.ts";
import { tagNamed } from "./tag/named.ts";
import { tagReachable } from "./tag/reachable.ts";
import { tagSigned } from "./tag/signed.ts";
import { tagVersionIncreases } from "./tag/version-increases.ts";
import { workspaceClean } from "./workspace/clean.ts";

export const rules: readonly AnyRule[] = [
  tagNamed,
  tagImmutable,
  tagAnnotated,
  tagMatchesRef,
  tagSigned,
  tagReachable,
  tagVersionIncreases,
  lockPresent,
  lockReadable,
  lockCoversPipeline,
  lockCommandsMatch,
  // Above all that compares contents: a link is not the file that was meant.
  bundlePlainFiles,
  metricsMatchParams,
  metricsDescribeModel,
  lockParamsMatch,
  lockChainHolds,
  lockOutsMatch,
  lockDepsMatch,
  lockGraphValid,
  lockImportsPinned,
  lockSameInputsSameOuts,
  artifactResolves,
  // Before bundle/from-lock: it says since when, and that nothing recorded explains it.
  bundleNotHandEdited,
  bundleFromLock,
  bundleComplete,
  bundleNoDebugFiles,
  manifestPresent,
  manifestListsModel,
  manifestComplete,
  manifestDigestsMatch,
  manifestNamesRelease,
  registryNoMovingLabel,
  registrySurfaceOnly,
  reviewLinked,
  reviewMetricMeaning,
  reviewRepairNoted,
  // Below all that tells whose content is wrong: what the metrics repeat is a trace of that.
  metricsEchoParams,
  workspaceClean,
  releaseNamed,
];
