"""`python -m benchmarks.planted -o DIR`: documents with one defect each, and the truth."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from benchmarks.planted.specimens import specimens

TRUTH = "truth.jsonl"


@click.command(help="写出各有一处错误的文件，以及说明错在哪里的 truth.jsonl。")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), help="目录"
)
@click.option("--count", default=600, show_default=True, help="有错误的文件数")
@click.option("--clean", default=100, show_default=True, help="没有错误的文件数")
@click.option("--seed", default=1, show_default=True, help="同一个数写出同样的文件")
def main(output: Path, count: int, clean: int, seed: int) -> None:
    """Write the documents."""
    output.mkdir(parents=True, exist_ok=True)
    with (output / TRUTH).open("w", encoding="utf-8") as truth:
        for specimen in specimens(count=count, clean=clean, seed=seed):
            (output / specimen.truth.file).write_bytes(specimen.content)
            line = json.dumps(asdict(specimen.truth), ensure_ascii=False)
            truth.write(line + "\n")
    click.echo(f"已写入 {output}：{count} 份有错误，{clean} 份没有错误")


if __name__ == "__main__":
    main()
