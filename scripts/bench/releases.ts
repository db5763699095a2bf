// A repository of very many releases, by one `git fast-import`: each has a lock, params and a model of its own.

import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";

const CMD = "python train.py";
const PIPELINE = `stages:
  train:
    cmd: ${CMD}
    params:
    - lr
    outs:
    - model.json:
        cache: false
artifacts:
  model:
    path: model.json
    type: model
`;

/** Writes it into an empty repository; tags are `model@v0.0.1` and so on, as GTO reads them too. */
export function writeReleases(
  directory: string,
  count: number,
  environment: NodeJS.ProcessEnv,
): void {
  const input = Buffer.from(stream(count));
  const options = { cwd: directory, env: environment, input, maxBuffer: 1 << 28 };
  const { status, stderr } = spawnSync("git", ["fast-import", "--quiet"], options);
  if (status !== 0) throw new Error(`git fast-import: ${stderr.toString()}`);
}

function stream(count: number): string {
  const parts: string[] = [];
  for (let number = 1; number <= count; number += 1) {
    const model = `{"weight": ${number}}\n`;
    const files = {
      ".dvc/config": "",
      "dvc.yaml": PIPELINE,
      "params.yaml": `lr: ${number}\n`,
      "model.json": model,
      "dvc.lock": lock(number, model),
    };
    const who = `Ada <ada@example.org> ${1_700_000_000 + number} +0000`;
    parts.push(
      `commit refs/heads/main\ncommitter ${who}\n${data(`run ${number}`)}`,
      ...Object.entries(files).map(([path, text]) => `M 100644 inline ${path}\n${data(text)}`),
      `tag model@v0.0.${number}\nfrom refs/heads/main\ntagger ${who}\n${data(`release ${number}`)}`,
    );
  }
  return parts.join("");
}

function lock(number: number, model: string): string {
  const md5 = createHash("md5").update(model).digest("hex");
  return `schema: '2.0'
stages:
  train:
    cmd: ${CMD}
    params:
      params.yaml:
        lr: ${number}
    outs:
    - path: model.json
      hash: md5
      md5: ${md5}
      size: ${model.length}
`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}
