// The manifest format `{artifacts: [{path, role, sha256?, bytes?}]}`.

import { listingFormat } from "./listing.ts";
import type { ManifestFormat } from "./manifest.ts";

export const artifactsFormat: ManifestFormat = listingFormat("artifacts");
