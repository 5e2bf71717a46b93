"""Options that several commands have, and the rulebooks that they name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from jixiao.core.errors import JixiaoError
from jixiao.core.rulebook import Rulebook
from jixiao.rulebooks.loader import load_rulebook, rulebook_by_id

Files = Sequence[Path]
FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件..."
)
RULEBOOK = click.option(
    "--rulebook", "given", metavar="编号或文件", help="计分规则；不写时自动识别"
)


def format_option(*choices: str) -> Callable[[Any], Any]:
    """The option --format with its choices, the first by default."""
    return click.option(
        "--format",
        "output",
        type=click.Choice(choices),
        default=choices[0],
        show_default=False,
        metavar="|".join(choices),
        help=f"输出格式，默认 {choices[0]}",
    )


def rulebook_named(given: str | None) -> Rulebook | None:
    """The rulebook of an id or of a file; None where none is given."""
    if given is None:
        return None
    path = Path(given)
    is_file = path.suffix.lower() in (".yaml", ".yml") or path.exists()
    return rulebook_in(path) if is_file else rulebook_by_id(given)


def rulebook_in(path: Path) -> Rulebook:
    """The rulebook that a file holds."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise JixiaoError(f"{path}：没有这个文件；请核对路径") from error
    except (OSError, UnicodeDecodeError) as error:
        raise JixiaoError(f"{path}：无法读取；请核对权限，并存为 UTF-8 编码") from error
    return load_rulebook(text, name=path.name)
