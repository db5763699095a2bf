// The manifest format `{contents: [{path, bytes|size, sha256, role?}]}`.

import { listingFormat } from "./listing.ts";
import type { ManifestFormat } from "./manifest.ts";

export const contentsFormat: ManifestFormat = listingFormat("contents");
