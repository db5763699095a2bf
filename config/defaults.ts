// What holds where neither the policy nor its preset says otherwise.

import { BUNDLE_PATHS } from "../lib/bundle-paths.ts";
import type { Policy } from "../lib/policy.ts";

type Settings = Omit<
  Policy,
  | "preset"
  | "source"
  | "digest"
  | "warningsAreErrors"
  | "notedBlocks"
  | "worstLevel"
  | "inconclusiveBlocks"
>;

const everywhere = { project: null, bundle: null, rules: new Map() } as const;

export const defaults: Settings = {
  releases: {
    tags: [
      { kind: "plain", template: null, scope: everywhere },
      { kind: "gto", template: null, scope: everywhere },
    ],
    ignore: [],
    branches: [],
    from: [],
  },
  bundle: {
    paths: BUNDLE_PATHS,
    configured: false,
    roles: {
      model: ["model.*", "model-[0-9]*-of-[0-9]*.*", "model/**"],
      metrics: ["metrics.*"],
      params: ["params.*"],
      manifest: ["manifest.*"],
      review: ["review.*"],
    },
    internal: [],
  },
  pipeline: {
    ignore: ["tests/**", "test/**", "examples/**", "fixtures/**"],
    ignoreDeps: [],
  },
  registry: { files: ["registry.yaml", "registry.yml", "registry.json", "registry.toml"] },
  metrics: { echo: [] },
  dvc: { status: "auto", path: null },
  restore: { from: "git" },
  signing: { allowedSigners: null },
  waivers: { allow: [] },
  hook: { budget: 30, tagBudget: 5 },
  rules: new Map(),
};
