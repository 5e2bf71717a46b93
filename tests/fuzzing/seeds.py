"""What fuzzing starts from: one whole report and form in every container."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tests.documents.compound import IN_TABLE, row_end, word
from tests.documents.containing import CONTAINERS
from tests.documents.printing import printed
from tests.documents.sketching import sketched
from tests.documents.test_xls import text, workbook

from jixiao.documents.blocks import Blocks, Table

EXAMPLE = Path(__file__).parents[2] / "examples" / "xianning-2020.yaml"
SKETCH = """
某局2020年度部门整体支出绩效自评报告
一、部门基本情况
某局下设3个科室，年末在职20人，其中在编18人，聘用2人。
二、绩效自评情况
（一）预算执行情况
2020年全年预算数5923.63万元，执行数5737.12万元，执行率96.85%，其中基本支出2698.55万元，项目支出3038.58万元。
（二）绩效目标完成情况
绩效自评下设2个二级指标和3个三级指标，2个全部完成，其余1个未完成。自评总分94.97分，等级为优。
1.办理批示件560件、提案73件，共计633件，比上年增长12.5%。
部门整体支出绩效自评表
（2020年度） | < | < | < | < | < | <
部门名称 | 某局 | < | < | 单位：万元 | < | <
预算执行情况（20分） | · | 全年预算数（A） | 执行数（B） | 执行率（B/A） | 分值 | 得分
^ | 部门整体支出总额 | 5923.63 | 5737.12 | 97% | 20 | 19.4
年度目标 | 完成批示件办理，编制村庄规划350个。 | < | < | < | < | <
一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分
产出指标 | 数量指标 | 办理批示件及提案件数量（件） | ≥560 | 663 | 30 | 30
^ | ^ | 村庄规划编制数量（个） | 350 | 294 | 20 | 16.8
^ | 时效指标 | 完成时间 | 12月底前 | 11月 | 10 | 10
效益指标 | 社会效益指标 | 矛盾纠纷下降率 | 5%以上 | 4.5% | 10 | 9
满意度指标 | 满意度指标 | 服务对象满意度 | ≥95% | 96.2% | 10 | 10
总分 | < | < | < | < | 100 | 95.2

偏差原因分析及改进措施：规划编制受疫情影响，2021年加快进度。
某局　2021年3月15日
"""


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """File name and content of each."""
    report = sketched(SKETCH)
    suffixes = {"pipes": "txt", "tabs": "txt"}
    files = [
        (f"报告.{suffixes.get(name, name)}", contained(report))
        for name, contained in CONTAINERS.items()
    ]
    return (
        *files,
        ("表.csv", _as_csv(report)),
        ("报告.doc", _as_doc(report)),
        ("报告.xls", _as_xls(report)),
        ("报告.pdf", _as_pdf(report)),
        ("自评.yaml", EXAMPLE.read_bytes()),
    )


def _as_csv(report: Blocks) -> bytes:
    rows = [row for b in report.blocks if isinstance(b, Table) for row in b.grid()]
    lines = [",".join(cell.text if cell else "" for cell in row) for row in rows]
    return "\n".join(lines).encode("gb18030")


def _as_doc(report: Blocks) -> bytes:
    """Paragraphs and rows; neighbours of one kind share their operations."""
    marks: list[tuple[str, bytes]] = []
    for block in report.blocks:
        if not isinstance(block, Table):
            marks.append((f"{block.text}\r", b""))
            continue
        for row in block.grid()[-_ROWS_IN_DOC:]:
            cells = "".join(f"{cell.text if cell else ''}\7" for cell in row)
            edges = [1000 * number for number in range(len(row) + 1)]
            marks += [(cells, IN_TABLE), ("\7", row_end(edges))]
    content: bytes = word(["".join(text for text, _ in marks)], marks)
    return content


_ROWS_IN_DOC = 6
"""As many as the writer of our test files has room for."""


def _as_xls(report: Blocks) -> bytes:
    (table,) = (b for b in report.blocks if isinstance(b, Table))
    cells = b"".join(text(c.row, c.column, c.text) for c in table.cells if c.text)
    content: bytes = workbook(("自评表", 0, cells))
    return content


def _as_pdf(report: Blocks) -> bytes:
    """Ruled tables on pages; what typst would read as markup stands as a string."""
    parts = []
    for block in report.blocks:
        if isinstance(block, Table):
            width = len(block.grid()[0])
            cells = ", ".join(
                f"table.cell(rowspan: {c.row_span}, colspan: {c.column_span})[#{_quoted(c.text)}]"
                for c in block.cells
            )
            parts.append(f"#text(size: 5pt, table(columns: {width}, {cells}))")
        else:
            parts.append(f"#{_quoted(block.text)}\n")
    content: bytes = printed("\n".join(parts))
    return content


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
