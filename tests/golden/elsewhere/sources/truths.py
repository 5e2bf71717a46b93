"""What is true about a document, in the schema of the corpus."""

from __future__ import annotations

import re
from typing import Any

from tests.golden.elsewhere.sources.grids import (
    LAYOUTS,
    budget_rows,
    indicator_rows,
    split_target,
)

POINTS_IN_NAME = re.compile(r"（(\d+(?:\.\d+)?)分）$")
ALARMS = ("error", "warning")


def budget_truth(form: dict[str, Any]) -> list[dict[str, Any]]:
    keys = ("line", "initial", "adjusted", "executed", "weight", "rate", "score")
    rows = [
        {key: row.get(key) or None for key in keys} | {"unit": form.get("unit", "万元")}
        for row in budget_rows(form)
    ]
    if printed := POINTS_IN_NAME.search(form.get("budget_label", "")):
        rows[0]["weight"] = printed[1]
    return rows


def target_truth(target: str) -> dict[str, Any]:
    sign, value, unit = split_target(target)
    if sign == "定性":
        return {"target": value, "target_accept": [value, target.replace("~", "")]}
    accept = dict.fromkeys([value, value + unit, sign + value, sign + value + unit])
    return {"target": sign + value + unit, "target_accept": list(accept)}


def indicator_truth(form: dict[str, Any]) -> list[dict[str, Any]]:
    split = "sign" in LAYOUTS[form["form"]].columns
    levels = {"level1": "", "level2": ""}
    truth = []
    for cells in indicator_rows(form):
        for key, above in levels.items():
            levels[key] = re.sub(r"\s|（.*）", "", cells.get(key, "")) or above
        name, weight = cells["name"], cells.get("weight") or None
        if printed := POINTS_IN_NAME.search(name):
            name, weight = name[: printed.start()], printed[1]
        row: dict[str, Any] = levels | {
            "name": name,
            "target": cells["target"] or None,
            "actual": cells["actual"] or None,
            "weight": weight,
            "score": cells.get("score") or None,
        }
        if split:
            row |= target_truth(cells["target"])
            unit = split_target(cells["target"])[2]
            row["actual_accept"] = [cells["actual"], cells["actual"] + unit]
        truth.append(row)
    return truth


def finding_truth(line: str) -> dict[str, Any]:
    """A line `error! kind | about / other name | stated | expected | arithmetic`."""
    head, about, stated, expected, arithmetic = (x.strip() for x in line.split("|"))
    severity, kind = head.split()
    names = [name.strip() for name in about.split(" / ")]
    finding: dict[str, Any] = {
        "kind": kind,
        "severity": severity.rstrip("!"),
        "about": names[0],
    }
    if len(names) > 1:
        finding["about_any"] = names[1:]
    return finding | {
        "stated": stated,
        "expected": expected,
        "arithmetic": arithmetic,
        "required": severity.endswith("!"),
    }


def legitimate(line: str) -> dict[str, Any]:
    """A line `about | value; value | why`."""
    about, values, why = (x.strip() for x in line.split("|"))
    stated = [value.strip() for value in values.split(";") if value.strip()]
    return {"about": about, "values": stated, "why": why}


def truth_of(document: dict[str, Any], file: str) -> dict[str, Any]:
    forms = [block for block in document["body"] if isinstance(block, dict)]
    forms = [block for block in forms if "form" in block]
    findings = [finding_truth(line) for line in document.get("findings", [])]
    return {
        "id": document["id"],
        "file": file,
        "source": "虚构，按各地公开自评材料的写法编写",
        "form": document["form"],
        "layout": document["layout"],
        "format": document["format"],
        "title": document["title"],
        "organisation": document["organisation"],
        "year": document["year"],
        "total_stated": document.get("total_stated"),
        "clean": not any(f["severity"] in ALARMS for f in findings),
        "mutant_of": document.get("mutant_of"),
        "defect": document.get("defect"),
        "budget": [row for form in forms for row in budget_truth(form)],
        "indicators": [row for form in forms for row in indicator_truth(form)],
        "findings": findings,
        "must_not_flag": [legitimate(x) for x in document.get("must_not_flag", [])],
    }
