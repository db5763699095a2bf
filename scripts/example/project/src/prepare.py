"""Scales income and debt to 0..1."""

import csv


def scale(values):
    low, high = min(values), max(values)
    return [round((value - low) / (high - low), 4) for value in values]


with open("data/raw.csv", encoding="utf-8", newline="") as source:
    rows = list(csv.DictReader(source))

incomes = scale([float(row["income"]) for row in rows])
debts = scale([float(row["debt"]) for row in rows])

with open("data/prepared.csv", "w", encoding="utf-8", newline="") as target:
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(["income", "debt", "defaulted"])
    for income, debt, row in zip(incomes, debts, rows):
        writer.writerow([income, debt, row["defaulted"]])
