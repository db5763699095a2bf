"""Copies what consumers may use to publish/v1, and lists it in a manifest."""

import hashlib
import json
import os
import shutil

RELEASE = "v1"
TARGET = f"publish/{RELEASE}"
SOURCES = {
    "model": "models/model.json",
    "metrics": "metrics.json",
    "params": "params.yaml",
}

os.makedirs(TARGET, exist_ok=True)
for source in SOURCES.values():
    shutil.copyfile(source, f"{TARGET}/{os.path.basename(source)}")

with open("metrics.json", encoding="utf-8") as source:
    metrics = json.load(source)

with open(f"{TARGET}/review.md", "w", encoding="utf-8") as target:
    target.write(f"# Review of {RELEASE}\n\n")
    target.write(f"Decision threshold {metrics['threshold']}: ")
    target.write(f"accuracy {metrics['accuracy']}, precision {metrics['precision']}, ")
    target.write(f"recall {metrics['recall']}.\n")

entries = []
roles = {role: os.path.basename(source) for role, source in SOURCES.items()}
for role, name in {**roles, "review": "review.md"}.items():
    with open(f"{TARGET}/{name}", "rb") as source:
        content = source.read()
    digest = hashlib.sha256(content).hexdigest()
    entries.append({"path": name, "role": role, "size": len(content), "sha256": digest})

with open(f"{TARGET}/manifest.json", "w", encoding="utf-8") as target:
    json.dump({"release": RELEASE, "files": entries}, target, indent=2)
    target.write("\n")
