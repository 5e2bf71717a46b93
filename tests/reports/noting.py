"""An audit note on the sample department, for the tests of its formats."""

from __future__ import annotations

from dataclasses import replace

from tests.reports.sample import HUBEI, department, scored

from jixiao.core.decisions import Decisions, Verdict, apply, decide, with_decision
from jixiao.core.findings import Doubt, Finding, LedgerRow, Place, Severity
from jixiao.core.interpretation import report_of
from jixiao.reports.audit_note import AuditNote, NotedForm

THEMES = (("AR001", "算术"), ("SA002", "前后一致"), ("UN001", "单位"))


def finding(number: int = 1, **changes: object) -> Finding:
    """A contradiction; what the test is not about has a plain value."""
    plain = Finding(
        check="SA002", severity=Severity.ERROR, about=f"办理提案件数量{number}（件）",
        message="完成值在自评表为“663”，在正文为633，两处不能同时成立",
        stated="663", expected="633", arithmetic="560 + 73 = 633",
        places=(
            Place(locator="附件 表1 行13", quote="663"),
            Place(locator="三（二）1（7）", quote="批示560件，提案73件 <不含转办> & 其他"),
        ),
        how_to_fix="按统计台账核对完成值，改正写错的一处。",
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]


FINDINGS = (
    finding(1),
    finding(2, check="AR001", stated="100", expected="90"),
    finding(3, check="UN001", severity=Severity.WARNING, places=finding().places[:1]),
    finding(4, severity=Severity.NOTE, arithmetic=""),
)
LEDGER = (
    LedgerRow(check="AR001", title="分项之和等于合计", looked_at=14, found=1),
    LedgerRow(
        check="SA002", title="完成值前后一致", looked_at=36, found=2,
        undecided=(
            Doubt(place="表1 行3", reason="无法读作数字：7,00.0,77"),
            Doubt(place="表1 行5", reason="无法读作数字：7,00.0,77"),
        ),
    ),
    LedgerRow(
        check="UN001", title="指标值与完成值数量级相同", looked_at=0, found=0,
        not_applicable="文中没有自评表",
    ),
)  # fmt: skip


def note(*, decided: tuple[Finding, ...] = (), **changes: object) -> AuditNote:
    """The note; the findings in `decided` were answered with 误报."""
    facts = replace(department(), stated_total=None)
    card = scored(facts, HUBEI)
    (form,) = report_of(facts).forms
    kept = Decisions()
    for one in decided:
        taken = decide(
            one, Verdict.FALSE_ALARM, reason="两处口径不同", role="财政局审核人"
        )
        kept = with_decision(kept, taken, FINDINGS)
    plain = AuditNote(
        title="2020年度某局部门整体绩效自评报告", file="报告.docx", organisation="某局",
        year=2020,
        forms=(
            NotedForm(
                stated=replace(form, total="94.5"), evaluation=facts, card=card,
                rulebook=HUBEI, why="首级分值 20/40/30/10",
            ),
        ),
        review=apply(kept, FINDINGS), ledger=LEDGER, themes=THEMES, date="2024年3月1日",
    )  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type]
