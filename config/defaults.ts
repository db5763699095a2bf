// What holds where neither the policy nor its preset says otherwise.

import type { Policy } from "../lib/policy.ts";

/** Tried in order, the narrowest first; each counts as a bundle only if it looks like one. */
export const BUNDLE_PATHS: readonly string[] = [
  "publish/{artifact}/{version}",
  "publish/{tag}",
  "publish/{version}",
  "publish/v{major}.{minor}",
  "publish/v{major}",
  "publish",
];

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
      model: ["model.*", "model/**"],
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
  registry: { files: ["registry.yaml", "registry.yml", "registry.json"] },
  metrics: { echo: [] },
  dvc: { status: "auto", path: null },
  restore: { from: "git" },
  signing: { allowedSigners: null },
  waivers: { allow: [] },
  hook: { budget: 30, tagBudget: 5 },
  rules: new Map(),
};
