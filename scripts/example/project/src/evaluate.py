"""Measures the model at the decision threshold."""

import csv
import json
import math

from params import read_params

threshold = read_params()["decision"]["threshold"]

with open("models/model.json", encoding="utf-8") as source:
    model = json.load(source)

counts = {(guess, truth): 0 for guess in (0, 1) for truth in (0, 1)}
with open("data/prepared.csv", encoding="utf-8", newline="") as source:
    for row in csv.DictReader(source):
        score = (
            model["bias"]
            + model["income"] * float(row["income"])
            + model["debt"] * float(row["debt"])
        )
        guess = int(1 / (1 + math.exp(-score)) >= threshold)
        counts[guess, int(row["defaulted"])] += 1

right, total = counts[0, 0] + counts[1, 1], sum(counts.values())
metrics = {
    "accuracy": round(right / total, 4),
    "precision": round(counts[1, 1] / max(1, counts[1, 1] + counts[1, 0]), 4),
    "recall": round(counts[1, 1] / max(1, counts[1, 1] + counts[0, 1]), 4),
    "threshold": threshold,
}
with open("metrics.json", "w", encoding="utf-8") as target:
    json.dump(metrics, target, indent=2)
    target.write("\n")
