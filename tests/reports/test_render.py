import pytest
from tests.reports.sample import HUBEI, SICHUAN, department, project, scored

from jixiao.reports.render import Format, render_reports


@pytest.mark.parametrize(
    ("formats", "names"),
    [
        ([Format.DOCX], ["自评报告.docx", "自评表.docx"]),
        ([Format.XLSX], ["自评表.xlsx"]),
        ([Format.PDF], ["自评报告.pdf", "自评表.pdf"]),
        ([Format.HTML], ["自评报告.html"]),
        ([], []),
    ],
)
def test_only_the_formats_asked_for_are_written(formats, names):
    evaluation = project()
    scorecard = scored(evaluation, SICHUAN)
    written = render_reports(evaluation, scorecard, SICHUAN, formats=formats)
    assert list(written) == names


def test_all_formats_are_written_unless_told_otherwise():
    evaluation = department()
    written = render_reports(evaluation, scored(evaluation, HUBEI), HUBEI)
    assert len(written) == 6
    assert all(written.values())
