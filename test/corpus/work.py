"""The steps of the corpus's pipelines: each reads and writes the files that it is given."""

import csv
import hashlib
import json
import os
import re
import shutil
import sys


def read_params(path):
    """YAML or TOML of one section and plain values, or JSON."""
    with open(path, encoding="utf-8") as source:
        text = source.read()
    if path.endswith(".json"):
        return json.loads(text)
    params, section = {}, None
    for line in re.sub(r"#.*", "", text).splitlines():
        head = re.fullmatch(r"(?:class )?\[?(\w+)\]?:?", line.rstrip())
        if head:
            section = params.setdefault(head[1].lower(), {})
        elif line.strip():
            key, value = re.split(r"\s*[:=]\s*", line.strip(), maxsplit=1)
            section[key.lower()] = json.loads(value)
    return params


def read_rows(path):
    with open(path, encoding="utf-8", newline="") as source:
        return [{key: float(value) for key, value in row.items()} for row in csv.DictReader(source)]


def write(path, text):
    if os.path.dirname(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="\n") as target:
        target.write(text)


def write_json(path, value):
    write(path, json.dumps(value, indent=2) + "\n")


def prepare(source, target):
    rows = read_rows(source)
    most = max(row["income"] for row in rows)
    lines = [f"{row['income'] / most:.4f},{row['debt'] / most:.4f},{row['defaulted']:.0f}" for row in rows]
    write(target, "\n".join(["income,debt,defaulted", *lines]) + "\n")


def train(params, data, target, scale="1"):
    chosen = read_params(params)["train"]
    rows = read_rows(data)
    weight = {"income": 0.0, "debt": 0.0}
    for row in rows:
        for name in weight:
            weight[name] += float(scale) * chosen["lr"] * (2 * row["defaulted"] - 1) * row[name]
    weight = {name: round(value * chosen["epochs"] / len(rows), 6) for name, value in weight.items()}
    write_json(target, {"bias": 0.1, **weight})


def measure(params, data, model):
    threshold = read_params(params)["decision"]["threshold"]
    with open(model, encoding="utf-8") as source:
        weight = json.load(source)
    counts = [0, 0, 0, 0]
    rows = read_rows(data)
    for row in rows:
        score = weight["bias"] + weight["income"] * row["income"] + weight["debt"] * row["debt"]
        counts[2 * int(score + 0.5 >= threshold) + int(row["defaulted"])] += 1
    right = counts[0] + counts[3]
    return {
        "accuracy": round(right / len(rows), 4),
        "positives": counts[2] + counts[3],
        "rows": len(rows),
        "threshold": threshold,
    }


def evaluate(params, data, model, target):
    write_json(target, measure(params, data, model))


def publish(directory, release, *pairs):
    """Copies `role=path` into the directory and lists what is there in its manifest."""
    os.makedirs(directory, exist_ok=True)
    entries = []
    for role, path in (pair.split("=", 1) for pair in pairs):
        target = os.path.normpath(f"{directory}/{os.path.basename(path)}")
        if path != target:
            shutil.copyfile(path, target)
        with open(target, "rb") as source:
            content = source.read()
        digest = hashlib.sha256(content).hexdigest()
        entry = {"path": os.path.basename(path), "role": role, "bytes": len(content), "sha256": digest}
        entries.append(entry)
    write_json(f"{directory}/manifest.json", {"release": release, "artifacts": entries})


def papers(directory, metrics, params):
    """The bundle without its model, which is there already: metrics of which one is left out, params, a note."""
    with open(metrics, encoding="utf-8") as source:
        values = json.load(source)
    del values["rows"]
    write_json(f"{directory}/metrics.json", values)
    shutil.copyfile(params, f"{directory}/{os.path.basename(params)}")
    write(f"{directory}/NOTES.md", f"Accuracy {values['accuracy']}.\n")
    names = {"model": "model.json", "metrics": "metrics.json", "params": "params.yaml", "notes": "NOTES.md"}
    publish(directory, "v2", *(f"{role}={directory}/{name}" for role, name in names.items()))


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
