"""Files and folders of the command line → documents; a bad file never stops a batch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from jixiao.core.errors import JixiaoError, UnreadableDocumentError
from jixiao.core.rulebook import Rulebook
from jixiao.documents.limits import MAX_BYTES, MEGABYTE, too_large
from jixiao.workflows.keep_decisions import DECISIONS_SUFFIX
from jixiao.workflows.read_form import (
    DOCUMENT_SUFFIXES,
    FACTS_SUFFIXES,
    ReadDocument,
    read_form,
)
from jixiao.workflows.score_evaluation import Scored, score_form

SHOW_PROGRESS_FROM = 2
_NOT_INPUTS = (".truth.json", ".schema.json", DECISIONS_SUFFIX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A file: what was read of it, or the sentence why not."""

    path: Path
    document: ReadDocument | None = None
    error: str | None = None


def expand(paths: Sequence[Path]) -> list[Path]:
    """All files that the arguments name; a folder stands for what can be read in it."""
    files: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        files += sorted(
            file
            for file in path.rglob("*")
            if file.is_file()
            and file.suffix.lower() in DOCUMENT_SUFFIXES + FACTS_SUFFIXES
            and not file.name.startswith((".", "~$"))
            and not file.name.endswith(_NOT_INPUTS)
        )
    return list(dict.fromkeys(files))


def read_input(path: Path) -> Input:
    """Read one file; whatever is wrong with it becomes one sentence."""
    try:
        return Input(path=path, document=read_form(content_of(path), name=path.name))
    except JixiaoError as error:
        return Input(path=path, error=named(path, error))


def named(path: Path, error: JixiaoError) -> str:
    """The sentence of a rejection, with the file it is about."""
    sentence = str(error)
    return sentence if path.name in sentence else f"{path.name}：{sentence}"


def read_inputs(paths: Iterable[Path], console: Console) -> Iterator[Input]:
    """Read files one by one with a progress bar on standard error."""
    yield from map(read_input, with_progress(paths, console, "读取"))


def with_progress(paths: Iterable[Path], console: Console, verb: str) -> Iterator[Path]:
    """The files one by one, with a progress bar on standard error from two on."""
    files = list(paths)
    if len(files) < SHOW_PROGRESS_FROM:
        yield from files
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task(verb, total=len(files))
        for file in files:
            progress.update(task, description=file.name[:40])
            yield file
            progress.advance(task)


def score_input(
    one: Input, given: Rulebook | None, compare: Sequence[Rulebook]
) -> tuple[Scored, ...]:
    """Score every form of a document."""
    if one.document is None:
        return ()
    return tuple(
        score_form(facts, form, given=given, compare=compare)
        for form, facts in one.document.forms()
    )


def content_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UnreadableDocumentError: missing, too large, or not to be opened.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:  # refused before it is loaded
            limit = f"最多可读{MAX_BYTES // MEGABYTE}兆字节"
            raise too_large(f"{size // MEGABYTE}兆字节，{limit}")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadableDocumentError(
            "not_found", f"{path}：没有这个文件；请核对路径"
        ) from error
    except OSError as error:
        raise UnreadableDocumentError(
            "not_readable", f"{path}：无法打开（{error.strerror}）；请核对权限"
        ) from error
