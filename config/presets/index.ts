// The presets by the names that `extends` takes.

import type { Policy } from "../../lib/policy.ts";
import type { Preset } from "../raw.ts";
import { adopt } from "./adopt.ts";
import { recommended } from "./recommended.ts";
import { strict } from "./strict.ts";

export const presets: Readonly<Record<Policy["preset"], Preset>> = { recommended, strict, adopt };
