// Every shim text that was ever shipped: a hook file is ours when it is one of them, byte for byte.

import type { HookEvent } from "./events.ts";

/**
 * SHA-256 of the texts, the newest last. A text changes only together with the number in its second
 * line, and an old one stays here for good: else an upgrade takes our own hook for a stranger's.
 */
export const shippedShims: Readonly<Record<HookEvent, readonly string[]>> = {
  "pre-push": [
    "f398683ff829da40016063d86016bd626fe7f3205ef35ab2584b89ab25496efd",
    "47107ea2f2c3451ece852f5c41bb945f0da3648faf6a9527436d65c3673ae137",
    "98b6af1c2d37e2fb087ced7f7cf20603094eb7f15e78445ea7712ce0007ef7ed",
  ],
  "reference-transaction": [
    "9295de28e962118a0c2f8c3cb5b65479c7abe3597170de519bf1e1f5efad0625",
    "f04c065911fd7d4e1c1aa871b639776cff8e30c916498ee5cad3085dcd815b8e",
    "c8b22c1d4a8d6cdb4a78ba382090937aa67e8820f37d69156baaee0684b4634b",
    "0e56702729b2a137201bb37b1aa5ca83a86dbf4d22c9047a7a08813979f00339",
  ],
  "pre-receive": [
    "00fe58e4f3546178cc3550d0e09f4def0096654d64a8a3e2e64591da5c1db325",
    "2ec290fe6fee0e752bf2ff371247024b4ae0eceac7e262c51dec62a285a4b49f",
    "ac7c0287f3e8abc5e2adcecbef3a6356702d3d82b9bc38db4d9f971879bf6e87",
  ],
};
