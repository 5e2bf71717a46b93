"""What the program can do is documented, and what the documentation shows works."""

import ast
import doctest
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from tests.conventions.project import ROOT, modules, place

from jixiao.cli.commands import cli
from jixiao.core.errors import JixiaoError

DOCS = ROOT / "docs"
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
GUIDES = [DOCS / "user-guide.md", DOCS / "user-guide.zh-CN.md"]
PAGES = [
    *READMES,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted(DOCS.rglob("*.md")),
]
RUN = [*READMES, *GUIDES, *sorted((DOCS / "how-to").glob("*.md"))]
JIXIAO = Path(sys.executable).with_name("jixiao")
LARGEST_PICTURE = 200_000
LONGEST_README = 70


def shown(path):
    return place(path)


def commands(command=cli, name="jixiao"):
    found = [(name, command)]
    for inner, each in getattr(command, "commands", {}).items():
        found += commands(each, f"{name} {inner}")
    return found


def undocumented(text):
    """Commands and options that a guide does not mention."""
    names = [name for name, _ in commands() if name != "jixiao"]
    options = {
        max(option.opts, key=len)
        for _, command in commands()
        for option in command.params
        if isinstance(option, click.Option)
    }
    return [word for word in [*names, *sorted(options)] if word not in text]


def error_codes():
    """Codes of all rejections, and the reasons why a document is unreadable."""
    found, kinds = set(), [JixiaoError]
    for kind in kinds:
        found.add(kind.code)
        kinds += kind.__subclasses__()
    for _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and "UnreadableDocumentError" in ast.unparse(
                node.func
            ):
                found |= {
                    str(a.value) for a in node.args[:1] if isinstance(a, ast.Constant)
                }
    return found


def blocks(path, language):
    """The fenced blocks of a page in one language."""
    text = path.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def shell_lines(path):
    """The commands of a page's shell blocks, comments cut off."""
    lines = [line for block in blocks(path, "sh") for line in block.splitlines()]
    return [cut for line in lines if (cut := line.partition("#")[0].strip())]


def targets():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z]+):", makefile, re.M))


def links(path):
    """Relative links of a page that lead nowhere."""
    text = path.read_text(encoding="utf-8")
    wanted = re.findall(r"\]\(([^)#\s]+)[^)]*\)|<img[^>]* src=\"([^\"]+)\"", text)
    names = [one or other for one, other in wanted]
    return [n for n in names if "://" not in n and not (path.parent / n).exists()]


@pytest.mark.parametrize("guide", GUIDES, ids=shown)
def test_a_guide_names_every_command_and_option(guide):
    assert undocumented(guide.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("guide", GUIDES, ids=shown)
def test_a_guide_explains_every_error(guide):
    text = guide.read_text(encoding="utf-8")
    codes = error_codes()

    assert {"encrypted", "scanned", "invalid_rulebook"} <= codes
    assert sorted(code for code in codes if f"`{code}`" not in text) == []


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_lead_somewhere(page):
    assert links(page) == []


@pytest.mark.parametrize("readme", READMES, ids=shown)
def test_a_readme_is_one_screen(readme):
    assert len(readme.read_text(encoding="utf-8").splitlines()) <= LONGEST_README


@pytest.mark.parametrize("picture", sorted((DOCS / "images").glob("*.png")), ids=shown)
def test_a_picture_is_small(picture):
    assert picture.stat().st_size < LARGEST_PICTURE


@pytest.mark.parametrize("page", [*READMES, ROOT / "CONTRIBUTING.md"], ids=shown)
def test_make_targets_exist(page):
    named = set(re.findall(r"\bmake ([a-z]+)", page.read_text(encoding="utf-8")))

    assert named
    assert named - targets() == set()


@pytest.mark.slow
@pytest.mark.parametrize("page", RUN, ids=shown)
def test_commands_run(page, tmp_path):
    """Run a page's commands in order, in a folder with the shipped example."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    for line in shell_lines(page):
        name, *arguments = shlex.split(line)
        if name == "make":
            assert arguments[0] in targets()
            continue
        assert name in ("jixiao", ".venv/bin/jixiao"), line
        wanted, _, kept = " ".join(map(shlex.quote, arguments)).partition(" '>' ")

        done = run(shlex.split(wanted), tmp_path)

        assert (done.returncode, done.stderr) == (0, ""), line
        if kept:
            (tmp_path / kept.strip("'")).write_text(done.stdout, encoding="utf-8")
    for program in blocks(page, "python"):
        assert run([program], tmp_path, "-c").returncode == 0


def run(arguments, folder, *python):
    program = [sys.executable, *python] if python else [JIXIAO]
    return subprocess.run(  # noqa: S603  our own commands
        [*program, *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_examples_in_the_pages_are_computed():
    """Doctests in pages; every page on algorithms has some."""
    failed = {}
    for path in sorted(DOCS.rglob("*.md")):
        result = doctest.testfile(str(path), module_relative=False, encoding="utf-8")
        if result.failed or (path.parent.name == "algorithms" and not result.attempted):
            failed[place(path)] = result

    assert failed == {}


def test_the_commands_of_the_guides_are_looked_at():
    assert all(len(shell_lines(guide)) > 10 for guide in GUIDES)


def test_an_offence_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "[a](b.md) ![c](https://d)\n```sh\njixiao read x  # why\n```\n",
        encoding="utf-8",
    )

    assert "jixiao read" in undocumented("")
    assert "--compare" in undocumented("")
    assert links(page) == ["b.md"]
    assert shell_lines(page) == ["jixiao read x"]
