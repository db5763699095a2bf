// Registries and artifacts that send consumers astray.

import type { Case } from "../case.ts";
import { relock } from "../edits.ts";

const LABELS = ["latest", "stable", "prod", "best", "current", "Latest", "v1-latest"] as const;

const KEYS = ["version", "rev", "ref", "tag", "alias"] as const;

export const registry: readonly Case[] = [
  ...KEYS.map((key): Case => ({
    name: `a registry names ${key} by a moving label`,
    on: [],
    make: ({ write, chance }) => {
      const label = chance.pick(LABELS);
      const [path, text] = chance.pick([
        ["registry.yaml", `models:\n- name: risk\n  ${key}: ${label}\n`],
        ["registry.json", `{"risk": {"${key}": "${label}"}}\n`],
        ["registry.yml", `risk: {${key}: "${label}"}\n`],
      ] as const);
      write(path, text);
    },
    not: ["registry", "monorepo"],
    expect: ["registry/no-moving-label"],
    says: () => [key],
  })),
  {
    name: "an entry of the registry names a moving label",
    on: ["registry"],
    make: ({ edit, at, chance }) =>
      edit(at.registry ?? "", "version: v1.0.0", `version: ${chance.pick(LABELS)}`),
    expect: ["registry/no-moving-label"],
  },
  {
    name: "an entry of the registry points at a `latest` directory",
    on: ["registry"],
    make: ({ edit, write, at, bundle }) => {
      const latest = `${bundle.path.slice(0, bundle.path.lastIndexOf("/"))}/latest`;
      write(`${latest}/model.json`, "{}\n");
      edit(at.registry ?? "", bundle.model, `${latest}/model.json`);
    },
    expect: ["registry/no-moving-label"],
  },
  {
    name: "an entry of the registry points through a `latest` link",
    on: ["registry"],
    make: ({ edit, link, at, bundle }) => {
      const parent = bundle.path.slice(0, bundle.path.lastIndexOf("/"));
      link(`${parent}/latest`, bundle.path.slice(parent.length + 1));
      edit(at.registry ?? "", bundle.model, `${parent}/latest/model.json`);
    },
    expect: ["registry/no-moving-label"],
  },
  {
    name: "a directory that moves stands beside the releases of the registry",
    on: ["registry"],
    make: ({ link, bundle, chance }) => {
      const parent = bundle.path.slice(0, bundle.path.lastIndexOf("/"));
      link(
        `${parent}/${chance.pick(["latest", "stable", "current"])}`,
        bundle.path.slice(parent.length + 1),
      );
    },
    expect: ["registry/no-moving-label"],
    says: ({ bundle }) => [bundle.path.slice(0, bundle.path.lastIndexOf("/")), "of the registry"],
  },
  {
    name: "an entry of the registry points into the pipeline",
    on: ["registry"],
    make: ({ edit, at, bundle }) => edit(at.registry ?? "", bundle.model, at.params),
    expect: ["registry/surface-only"],
    says: ({ at }) => [at.params, `${at.registry ?? ""}:`],
  },
  {
    name: "a registry with conflict markers",
    on: ["registry"],
    make: ({ write, read, at }) =>
      write(at.registry ?? "", `<<<<<<< HEAD\n${read(at.registry ?? "")}=======\n>>>>>>> main\n`),
    expect: ["registry/no-moving-label"],
  },
  {
    name: "a registry file beside the bundle points into the pipeline",
    on: ["model-in-git"],
    not: ["registry", "monorepo"],
    make: ({ write, at }) =>
      write("registry.yaml", `models:\n- name: risk\n  version: v1\n  path: ${at.model}\n`),
    expect: ["registry/surface-only"],
  },
  {
    name: "the manifest names a moving label as its version",
    on: ["bundle"],
    make: (draft) => {
      draft.json(draft.bundle.manifest, (value) => void (value.alias = draft.chance.pick(LABELS)));
      relock(draft);
    },
    expect: ["registry/no-moving-label"],
  },
  {
    name: "an artifact whose path leads nowhere",
    on: [],
    make: ({ edit, at, chance }) => {
      const path = at.artifact?.path ?? "";
      edit(
        at.pipeline,
        `path: ${path}`,
        `path: ${chance.pick(["out/nothing.pkl", "models/gone.json"])}`,
      );
    },
    not: ["copied"],
    expect: ["artifact/resolves"],
  },
  {
    name: "an artifact whose path moves",
    on: [],
    not: ["copied"],
    make: ({ edit, write, at }) => {
      const directory = at.pipeline.slice(0, at.pipeline.lastIndexOf("/") + 1);
      write(`${directory}published/latest/model.json`, "{}\n");
      edit(at.pipeline, /path: \S+\n(\s+type: model)/, "path: published/latest/model.json\n$1");
    },
    expect: ["registry/no-moving-label"],
  },
  {
    name: "the artifact of the tag has another name in dvc.yaml",
    on: ["gto"],
    make: ({ edit, at }) => edit(at.pipeline, `${at.artifact?.name ?? ""}:`, "renamed:"),
    expect: ["artifact/resolves"],
  },
];
