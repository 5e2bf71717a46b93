"""`jixiao audit`, `decide` and `checks`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from jixiao.audit.registry import all_checks, checks_named
from jixiao.cli import check_views, screen
from jixiao.cli.audit_many import audit_answers
from jixiao.cli.audit_outputs import Counts, output_of
from jixiao.cli.audit_work import FILE_FORMATS, JSON, TABLE, Settings, names_of
from jixiao.cli.audited import (
    AuditedInput,
    audit_input,
    decisions_beside,
    decisions_path,
)
from jixiao.cli.chinese import ChineseCommand
from jixiao.cli.console import CANNOT, DONE, log, out, print_json
from jixiao.cli.inputs import expand
from jixiao.cli.options import FILES, RULEBOOK, Files, format_option, rulebook_named
from jixiao.cli.outputs import write_files
from jixiao.core.decisions import Verdict, with_decision
from jixiao.core.decisions import decide as decided
from jixiao.core.errors import JixiaoError
from jixiao.core.findings import Finding, Severity
from jixiao.reports.audit_note import numbered_groups
from jixiao.workflows.audit_notes import themes
from jixiao.workflows.keep_decisions import decisions_file

FOUND = 1
_LONGEST_NUMBER = 4
_SHORTEST_FINGERPRINT = 6


def _today() -> str:
    day = dt.date.today()  # noqa: DTZ011, TID251  an entry point, local calendar
    return f"{day.year}年{day.month}月{day.day}日"


@click.command(
    cls=ChineseCommand,
    short_help="核查报告：哪里对不上、在何处、有多大把握",
    help="核查自评报告或自评表：前后不一致、算式不成立、计分不合规则之处，逐条给出两处原文、算式和处理办法，并列出看了什么、哪里无法判断。"
    "docx、html、xlsx 写成可发出的核查意见（须用 -o），json 不用 -o 时输出到屏幕；--annotate 在原 docx、xlsx 上加批注。"
    "旁边有“报告文件名.核查.yaml”（见 decide）时按其中的决定处理。"
    "退出码：0 没有必须修改之处，1 有，2 没有做成。",
    example="jixiao audit 自评报告.docx\n"
    "jixiao audit 自评报告.docx --format docx -o 核查意见\n"
    "jixiao audit 报送材料/ --format html -o 核查意见\n"
    "jixiao audit 自评报告.docx --annotate -o 批注\n"
    "jixiao audit 自评报告.docx --checks units,AR002 --severity warning --format json",
)
@FILES
@format_option(TABLE, JSON, *FILE_FORMATS)
@click.option(
    "-o", "--output", "folder", metavar="文件夹",
    type=click.Path(path_type=Path, file_okay=False), help="核查意见和批注写到哪里",
)  # fmt: skip
@RULEBOOK
@click.option(
    "--checks", metavar="编号或类别",
    help="只做这些核查项，逗号分隔，见 jixiao checks；不写时做除格式（form）外的全部",
)  # fmt: skip
@click.option(
    "--severity", type=click.Choice([str(s) for s in Severity]), default="note",
    metavar="error|warning|note", help="只列出这一级及更重的发现，默认 note",
)  # fmt: skip
@click.option("--annotate", is_flag=True, help="另存一份加了批注的原文件")
def audit(  # noqa: PLR0913  one for each option
    files: Files,
    output: str,
    folder: Path | None,
    given: str | None,
    checks: str | None,
    severity: str,
    *,
    annotate: bool,
) -> int:
    """Audit documents."""
    _refuse_misplaced_folder(output, folder, annotate=annotate)
    rulebook_named(given)
    names = _names(checks)
    checks_named(names)  # refused before the first file is opened
    paths = expand(files)
    settings = Settings(
        output=output, least=Severity(severity), date=_today(), given=given,
        checks=names, folder=folder, annotates=annotate, names=names_of(paths),
    )  # fmt: skip
    shown = output_of(settings, has_overview=any(path.is_dir() for path in files))
    total = Counts(settings.least)
    for answer in audit_answers(paths, settings, console=log()):
        for sentence in answer.complaints:
            screen.print_error(log(), sentence)
        total.add(answer)
        shown.add(answer)
    shown.finish(total)
    if total.documents == total.unreadable:
        return CANNOT
    return FOUND if total.has_errors else DONE


def _refuse_misplaced_folder(
    output: str, folder: Path | None, *, annotate: bool
) -> None:
    if folder is None and output in FILE_FORMATS:
        raise JixiaoError(f"{output} 要写成文件；请用 -o 指定文件夹，如 -o 核查意见")
    if folder is None and annotate:
        raise JixiaoError("加了批注的文件要另存；请用 -o 指定文件夹，如 -o 批注")
    if folder is not None and not annotate and output == TABLE:
        kinds = "、".join((JSON, *FILE_FORMATS))
        raise JixiaoError(
            f"-o 只用于写文件；请加 --format（{kinds}）或 --annotate，或去掉 -o"
        )


def _names(checks: str | None) -> tuple[str, ...] | None:
    if checks is None:
        return None
    names = [name.strip() for name in checks.replace("，", ",").split(",")]
    return tuple(name for name in names if name)


# -- decisions -------------------------------------------------------------------------


@click.command(
    cls=ChineseCommand,
    short_help="对一项核查发现作决定：确认、误报、已说明",
    help="对一项发现作决定，写进报告旁边的“报告文件名.核查.yaml”。确认：属实，待改正；误报：没有问题；"
    "已说明：不一致属实，原因已知。误报和已说明不再计入；事实变化后决定失效，发现重新列出。"
    "发现用 jixiao audit 所列的序号或指纹（可只写开头几位）指明。",
    example="jixiao decide 自评报告.docx 3 已说明 --reason 含上年结转30件\n"
    "jixiao decide 自评报告.docx c4ea2fd8 误报 --reason 两处口径不同 --role 财政局审核人",
)
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.argument("which", metavar="指纹或序号")
@click.argument(
    "verdict", type=click.Choice([v.label for v in Verdict]), metavar="确认|误报|已说明"
)
@click.option("--reason", required=True, metavar="理由", help="为什么这样决定")
@click.option("--role", default="", metavar="岗位", help="作决定的岗位，不写姓名")
@RULEBOOK
def decide(
    file: Path, which: str, verdict: str, reason: str, role: str, given: str | None
) -> int:
    """Decide about a finding."""
    if not reason.strip():
        raise JixiaoError("--reason 不能为空；请写一句理由")
    decisions = decisions_beside(file)
    one = audit_input(file, rulebook=rulebook_named(given), checks=["all"])
    if one.audited is None:
        raise JixiaoError(one.error)
    finding = _finding(one, which)
    decision = decided(
        finding, Verdict(verdict), reason=reason, date=_today(), role=role.strip()
    )
    kept = with_decision(decisions, decision, one.audited.findings)
    path = decisions_path(file)
    write_files({path: decisions_file(kept, report=file.name)})
    out().print(f"已记下：{finding.about}——{verdict}（{path}）", soft_wrap=True)
    return DONE


def _finding(one: AuditedInput, which: str) -> Finding:
    """The finding of a number or of the beginning of a fingerprint."""
    is_number = which.isdigit() and len(which) <= _LONGEST_NUMBER
    found = _numbered(one, int(which)) if is_number else _begins(one, which)
    if not found:
        kind = "序号" if is_number else "指纹"
        raise JixiaoError(
            f"{one.path.name}：没有{kind}为“{which}”的发现；用 jixiao audit 查看序号和指纹"
        )
    if len(found) > 1:
        raise JixiaoError(
            f"{one.path.name}：有 {len(found)} 项发现的指纹以“{which}”开头；请多写几位"
        )
    return found[0]


def _numbered(one: AuditedInput, number: int) -> list[Finding]:
    """By the number that `jixiao audit` shows without --checks."""
    usual = {check.id for check in checks_named(None)}
    shown = [r for r in one.review.findings if r.finding.check in usual]
    return [
        numbered.reviewed.finding
        for _, group in numbered_groups(shown, themes())
        for numbered in group
        if numbered.number == number
    ]


def _begins(one: AuditedInput, which: str) -> list[Finding]:
    digits = which.lower().removeprefix("sha256:")
    if len(digits) < _SHORTEST_FINGERPRINT:
        raise JixiaoError(
            f"指纹“{which}”太短；请写 jixiao audit 所列的序号，或指纹的至少 {_SHORTEST_FINGERPRINT} 位"
        )
    findings = (reviewed.finding for reviewed in one.review.findings)
    return [f for f in findings if f.fingerprint.startswith(f"sha256:{digits}")]


# -- checks ----------------------------------------------------------------------------


@click.command(
    cls=ChineseCommand,
    short_help="列出全部核查项：查什么、为什么、怎样改、依据",
    help="列出全部核查项：查什么、为什么、怎样改、依据什么。编号和类别可用于 audit --checks。",
    example="jixiao checks\njixiao checks --format json",
)
@format_option(TABLE, JSON, "markdown")
def checks(output: str) -> int:
    """List the checks."""
    if output == JSON:
        print_json(check_views.checks_tree(all_checks()))
    elif output == TABLE:
        out().print(check_views.checks_view(all_checks()))
    else:
        click.echo(check_views.checks_page(all_checks()), nl=False)
    return DONE
