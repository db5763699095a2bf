// The manifest format `{files: [{path, bytes|size, sha256, role?}]}`.

import { listingFormat } from "./listing.ts";
import type { ManifestFormat } from "./manifest.ts";

export const filesFormat: ManifestFormat = listingFormat("files");
