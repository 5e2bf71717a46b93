"""What users see is Chinese: help pages and the strings of the command line."""

import ast
import re
from pathlib import Path

import click
import pytest
from tests.conventions.project import modules, place

from jixiao.cli.commands import cli

CHINESE = re.compile("[\u4e00-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z]{2,}(?:[,;:]? [A-Za-z]{2,})+")
"""Two English words in a row."""
COMMAND_LINE = re.compile(r"jixiao[ \w.-]*|--?[\w-]+")
NAMES = {
    "yaml json",
    "docx doc wps xlsx xls et pdf html txt",
    "JSON Schema",
    "No such command",
}
"""Formats, and the words of click that are looked for to be translated."""
CLICKS_OWN = re.compile(
    r"\[(?:OPTIONS|ARGS|COMMAND|required|default: [^]]+)\]|Usage:|Options:|Commands:"
)


def commands(command=cli, name="jixiao"):
    """Every command with its full name, groups included."""
    found = [(name, command)]
    for inner, each in getattr(command, "commands", {}).items():
        found += commands(each, f"{name} {inner}")
    return found


def help_page(command, name):
    context = command.context_class(command, info_name=name)
    with context.scope():
        return command.get_help(context)


def english_in(text):
    """English sentences in what is shown."""
    sentences = [m[0] for m in SENTENCE.finditer(COMMAND_LINE.sub("", text))]
    return [sentence for sentence in sentences if sentence not in NAMES]


def english_strings(path, tree):
    """Strings without a Chinese character that are English sentences."""
    unseen = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):  # docstrings
            unseen.add(id(node.value))
        if isinstance(node, ast.Assert):  # only a bug shows these
            unseen |= {id(inner) for inner in ast.walk(node)}
    return [
        f"{place(path, node)} {node.value!r}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in unseen
        and not CHINESE.search(node.value)
        and english_in(node.value)
    ]


COMMANDS = dict(commands())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_help_page_is_chinese(name):
    page = help_page(COMMANDS[name], name)

    assert english_in(page) + CLICKS_OWN.findall(page) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_help_page_explains_every_option(name):
    command = COMMANDS[name]
    options = [p for p in command.params if isinstance(p, click.Option)]

    assert CHINESE.search(command.help)
    assert [o.name for o in options if not CHINESE.search(o.help or "")] == []


@pytest.mark.parametrize(
    "name", [n for n, c in COMMANDS.items() if not isinstance(c, click.Group)]
)
def test_a_help_page_has_an_example(name):
    assert f"{name}" in help_page(COMMANDS[name], name).partition("示例")[2]


def test_strings_of_the_command_line_are_chinese():
    found = [
        line for path, tree in modules("cli") for line in english_strings(path, tree)
    ]

    assert found == []


def test_an_offence_is_found():
    @click.command()
    @click.option("--out", required=True)
    def write(out):
        """Write the report to a folder."""

    tree = ast.parse('def f():\n    """Read it all."""\n    print("no such file")')

    page = help_page(write, "write")
    assert "Show this message and exit" in english_in(page)
    assert CLICKS_OWN.findall(page) == ["Usage:", "[OPTIONS]", "Options:", "[required]"]
    assert len(english_strings(Path("src/jixiao/cli/a.py"), tree)) == 1
