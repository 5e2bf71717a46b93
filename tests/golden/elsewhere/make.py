"""Write the second corpus: documents of other places, with what is true of each.

    python tests/golden/elsewhere/make.py OUT

The descriptions are the YAML files in `sources`; `README.md` says how to write one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))

from tests.golden.elsewhere.sources.grids import (  # noqa: E402
    form_grid,
    table_grid,
)
from tests.golden.elsewhere.sources.truths import truth_of  # noqa: E402
from tests.golden.elsewhere.sources.writers import WRITERS, Block  # noqa: E402


def descriptions() -> list[dict[str, Any]]:
    """All documents, the mutants made from their originals."""
    written: list[dict[str, Any]] = []
    for path in sorted((HERE / "sources").glob("*.yaml")):
        written += yaml.safe_load(path.read_text(encoding="utf-8"))
    by_id = {document["id"]: document for document in written}
    whole = [
        mutant(by_id[d["mutant_of"]], d) if "mutant_of" in d else d for d in written
    ]
    return sorted(whole, key=lambda document: document["id"])


def mutant(original: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """`original` with the words of `replace` changed, each found exactly once."""
    text = json.dumps(original["body"], ensure_ascii=False)
    for old, new in change["replace"]:
        quoted_old, quoted_new = (
            json.dumps(x, ensure_ascii=False)[1:-1] for x in (old, new)
        )
        if text.count(quoted_old) != 1:
            message = f"{change['id']}: {old!r} occurs {text.count(quoted_old)} times"
            raise ValueError(message)
        text = text.replace(quoted_old, quoted_new)
    kept = [
        line
        for line in original.get("must_not_flag", [])
        if line.partition("|")[0].strip() not in change.get("flag", [])
    ]
    notes = [line for line in original.get("findings", []) if line.startswith("note")]
    findings = [*change["findings"], *notes]
    changed = {"body": json.loads(text), "must_not_flag": kept, "findings": findings}
    return original | change | changed


def blocks_of(document: dict[str, Any]) -> list[Block]:
    blocks: list[Block] = []
    for part in document["body"]:
        if isinstance(part, str):
            blocks += [line for line in part.splitlines() if line.strip()]
        elif "form" in part:
            blocks.append(form_grid(part))
        else:
            blocks.append(table_grid(part["table"]))
    return blocks


def main(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for document in descriptions():
        suffix, write = WRITERS[document["format"]]
        file = f"{document['id']}.{suffix}"
        content = write(blocks_of(document), document.get("options", {}))
        (out / file).write_bytes(content)
        truth = json.dumps(truth_of(document, file), ensure_ascii=False, indent=1)
        path = out / f"{document['id']}.truth.json"
        path.write_text(truth + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
