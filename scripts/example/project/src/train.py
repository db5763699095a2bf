"""Logistic regression by gradient descent, in plain Python so that it runs everywhere."""

import csv
import json
import math
import os

from params import read_params

train = read_params()["train"]

with open("data/prepared.csv", encoding="utf-8", newline="") as source:
    rows = [
        (float(row["income"]), float(row["debt"]), int(row["defaulted"]))
        for row in csv.DictReader(source)
    ]

bias = income_weight = debt_weight = 0.0
for _ in range(int(train["epochs"])):
    for income, debt, defaulted in rows:
        score = bias + income_weight * income + debt_weight * debt
        error = 1 / (1 + math.exp(-score)) - defaulted
        bias -= train["lr"] * error
        income_weight -= train["lr"] * error * income
        debt_weight -= train["lr"] * error * debt

os.makedirs("models", exist_ok=True)
with open("models/model.json", "w", encoding="utf-8") as target:
    model = {"bias": bias, "income": income_weight, "debt": debt_weight}
    json.dump({key: round(value, 6) for key, value in model.items()}, target, indent=2)
    target.write("\n")
