"""Help and usage errors of the command line in Chinese."""

from __future__ import annotations

from typing import Any

import click


class ChineseFormatter(click.HelpFormatter):
    """Writes the usage line in Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write 用法."""
        super().write_usage(prog, args, prefix or "用法：")


class ChineseContext(click.Context):
    """A context whose help is written by the Chinese formatter."""

    formatter_class = ChineseFormatter


class ChineseCommand(click.Command):
    """A command with Chinese section heads and an example."""

    context_class = ChineseContext

    def __init__(self, *args: Any, example: str = "", **kwargs: Any) -> None:
        """Keep the example beside the help."""
        super().__init__(*args, **kwargs)
        self.example = example

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say in Chinese what --help does."""
        return chinese_help(super().get_help_option(ctx))

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the options and the example."""
        write_options(self, ctx, formatter)
        if self.example:
            with formatter.section("示例"):
                for line in self.example.splitlines():
                    formatter.write(f"  {line}\n")

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Write the usage with the word 选项."""
        return _translated(super().collect_usage_pieces(ctx))


class ChineseGroup(click.Group):
    """A group of commands with Chinese section heads."""

    context_class = ChineseContext
    command_class = ChineseCommand

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Say in Chinese what --help does."""
        return chinese_help(super().get_help_option(ctx))

    def format_options(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        """Write the options, then the commands."""
        write_options(self, ctx, formatter)
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        with formatter.section("命令"):
            formatter.write_dl(
                [(name, c.get_short_help_str(60)) for name, c in commands]
            )

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """Keep the order in which the commands are written."""
        return list(self.commands)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        """Write the usage with the words 选项 and 命令."""
        return _translated(super().collect_usage_pieces(ctx))


def _translated(pieces: list[str]) -> list[str]:
    words = {
        "[OPTIONS]": "[选项]",
        "COMMAND [ARGS]...": "命令 [参数]...",
        "[COMMAND] [ARGS]...": "[命令] [参数]...",
    }
    return [words.get(piece, piece) for piece in pieces]


def chinese_help(option: click.Option | None) -> click.Option | None:
    """Give --help a Chinese description."""
    if option is not None:
        option.help = "显示本说明"
    return option


def write_options(
    command: click.Command, ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    """Write the options under a Chinese head."""
    options = [p for p in command.get_params(ctx) if isinstance(p, click.Option)]
    records = [record for p in options if (record := p.get_help_record(ctx))]
    with formatter.section("选项"):
        formatter.write_dl([(n, t.replace("[required]", "[必填]")) for n, t in records])


def usage_sentence(error: click.ClickException) -> str:
    """One Chinese sentence for a misuse of the command line."""
    match error:
        case click.NoSuchOption():
            near = (
                f"，是否要写 {'、'.join(error.possibilities)}"
                if error.possibilities
                else ""
            )
            return f"没有选项 {error.option_name}{near}；用 --help 查看可用选项"
        case click.MissingParameter():
            return f"缺少{_name(error.param)}；用 --help 查看用法"
        case click.BadParameter():
            kind = error.param.type if error.param is not None else None
            choices = kind.choices if isinstance(kind, click.Choice) else ()
            known = (
                f"可用的值：{'、'.join(map(str, choices))}"
                if choices
                else "用 --help 查看用法"
            )
            return f"{_name(error.param)} 的值{_quoted(error.message)}不可用；{known}"
        case click.UsageError() if "No such command" in error.message:
            return f"没有命令{error.message.removeprefix('No such command').rstrip('.')}；用 jixiao --help 查看全部命令"
        case _:
            return f"命令写法有误：{error.format_message()}；用 --help 查看用法"


def _name(param: click.Parameter | None) -> str:
    """As the user writes it: --format, 文件."""
    if isinstance(param, click.Option):
        return f" {param.opts[-1]}"
    return (
        param.make_metavar(click.Context(click.Command(""))) if param else "参数"
    ).rstrip(".")


def _quoted(message: str) -> str:
    """The value that an English message quotes."""
    parts = message.split("'")
    return f"“{parts[1]}”" if len(parts) > 1 else ""
