// The version of this package, as a constant: a bundle cannot read package.json. A test holds them equal.

export const version = "0.1.0";
