// The version that a hook says when it breaks, and that the installer records: the package's.

export { version } from "../lib/version.ts";
