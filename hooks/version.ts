// The version of this package: a hook says it when it breaks, and the installer records it.

/** A test holds it equal to package.json, which a bundle cannot read. */
export const version = "0.1.0";
