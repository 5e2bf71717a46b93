"""`jixiao audit`, `decide` and `checks` as a user runs them."""

import json
from pathlib import Path

import docx
import openpyxl
import pytest
from tests.cli.forms import form

from jixiao.audit.registry import all_checks
from jixiao.cli.audit_batched import pace
from jixiao.cli.audit_many import MANY
from jixiao.cli.check_views import checks_page
from jixiao.documents.reading import read_document
from jixiao.workflows.audit_batch import BatchProgress

ROOT = Path(__file__).parents[2]
REPORT = """某县水利局2022年度部门整体绩效自评报告
一、基本情况
2022年年初支出预算100万元，其中人员经费30万元，公用经费20万元，项目支出{project}万元。
"""
FIELDS = {
    "path", "outcome", "error", "title", "organisation", "year", "form", "rulebook",
    "total", "forms", "budget", "indicators", "findings", "ledger",
}  # fmt: skip
"""Of the contract; there may be more."""


@pytest.fixture
def report(tmp_path):
    return write(tmp_path / "报告.txt")


def write(path, project="40"):
    path.write_text(REPORT.format(project=project), encoding="utf-8")
    return path


def audited(run, *arguments):
    code, out, _ = run("audit", *arguments, "--checks", "AR002", "--format", "json")

    def refuse(text):
        raise AssertionError(text)

    return code, json.loads(out, parse_float=refuse)


# -- JSON --------------------------------------------------------------------------------


def test_the_json_holds_the_finding_with_its_places_and_arithmetic(run, report):
    code, answer = audited(run, report)

    (document,) = answer["documents"]
    (finding,) = document["findings"]
    assert code == 1
    assert answer["schema"] == "jixiao-audit/1"
    assert answer["summary"] == {
        "documents": 1, "unreadable": 0, "errors": 1, "warnings": 0, "notes": 0,
        "decided": 0,
    }  # fmt: skip
    assert set(document) >= FIELDS
    assert {k: finding[k] for k in ("check", "severity", "about", "arithmetic")} == {
        "check": "AR002", "severity": "error", "about": "年初支出预算",
        "arithmetic": "30 + 20 + 40 = 90",
    }  # fmt: skip
    assert [set(place) for place in finding["places"]] == [{"locator", "quote"}] * 2
    assert finding["fingerprint"].startswith("sha256:")
    assert [row["check"] for row in document["ledger"]] == ["AR002"]
    assert document["ledger"][0]["found"] == 1


def test_the_json_recomputes_every_indicator_and_the_total(run, tmp_path):
    file = tmp_path / "表.txt"
    file.write_text(form(), encoding="utf-8")

    code, answer = audited(run, file)

    (document,) = answer["documents"]
    row = document["indicators"][0]
    total = {
        "stated": "94.5", "recomputed": "94.50", "rate_unrounded": "94.50",
        "exact": "94.500000", "grade_stated": None, "grade": "优",
    }  # fmt: skip
    assert code == 0
    assert document["total"] == total
    assert document["forms"][0]["total"] == total
    assert document["rulebook"] == "national-project-2020"
    assert (row["recomputed"], row["target_kind"], row["met"]) == (
        "45.00",
        "bare",
        False,
    )


def test_an_undecided_total_has_two_bounds(run, tmp_path):
    file = tmp_path / "表.txt"
    file.write_text(form(actual="7,00.0,77"), encoding="utf-8")

    _, answer = audited(run, file)

    (document,) = answer["documents"]
    undecided = [row for row in document["indicators"] if row["recomputed"] is None]
    assert document["total"]["recomputed"] is None
    assert document["total"]["between"] == ["49.50", "99.50"]
    assert ["无法读作数字" in row["undecided"] for row in undecided] == [True]


def test_a_bad_file_becomes_unreadable_and_the_rest_is_audited(run, tmp_path):
    write(tmp_path / "报告.txt")
    (tmp_path / "坏.docx").write_bytes(b"")

    code, answer = audited(run, tmp_path)

    assert code == 1
    assert [d["outcome"] for d in answer["documents"]] == ["unreadable", "audited"]
    assert "坏.docx" in answer["documents"][0]["error"]
    assert answer["summary"]["unreadable"] == 1


def test_many_files_give_the_same_answer_in_order(run, tmp_path):
    for number in range(MANY):
        write(tmp_path / f"{number}.txt", project=str(40 + number))

    code, answer = audited(run, tmp_path)

    _, alone = audited(run, tmp_path / "3.txt")
    assert code == 1
    assert [Path(d["path"]).name for d in answer["documents"]] == [
        f"{number}.txt" for number in range(MANY)
    ]
    assert answer["documents"][3] == alone["documents"][0]
    assert answer["summary"]["errors"] == MANY


def test_severity_leaves_out_what_is_less_grave(run, report):
    _, out, _ = run("audit", report, "--severity", "error", "--format", "json")

    (document,) = json.loads(out)["documents"]
    assert {f["severity"] for f in document["findings"]} == {"error"}


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--checks", "zz"], "没有名为“zz”的核查项"),
        (["--format", "docx"], "请用 -o 指定文件夹"),
        (["--annotate"], "请用 -o 指定文件夹"),
        (["-o", "出"], "-o 只用于写文件"),
        (["--severity", "fatal"], "“fatal”"),
    ],
)
def test_a_misuse_is_refused_before_anything_is_done(run, report, arguments, sentence):
    code, out, err = run("audit", report, *arguments)

    assert (code, out) == (2, "")
    assert sentence in err


# -- terminal and files --------------------------------------------------------------------


def test_the_terminal_shows_quotes_arithmetic_and_ledger(run, report):
    code, out, _ = run("audit", report, "--checks", "AR002")

    assert code == 1
    assert "必须修改　年初支出预算" in out
    assert "其中人员经费30万元，公用经费20万元，项目支出40万元" in out
    assert "算式：30 + 20 + 40 = 90" in out
    assert "看了 1 处 · 发现 1" in out


def test_a_clean_report_ends_with_zero(run, tmp_path):
    code, out, _ = run("audit", write(tmp_path / "报告.txt", project="50"))

    assert code == 0
    assert "没有发现需要处理的问题" in out


@pytest.mark.parametrize("kind", ["docx", "html", "xlsx"])
def test_a_note_is_written_for_each_document(run, report, tmp_path, kind):
    folder = tmp_path / "意见"

    code, out, _ = run("audit", report, "--format", kind, "-o", folder)

    (file,) = folder.iterdir()
    assert code == 1
    assert file.name == f"报告-核查意见.{kind}"
    assert str(file) in out
    if kind == "docx":
        assert "核查意见" in docx.Document(str(file)).paragraphs[0].text
    if kind == "html":
        assert "30 + 20 + 40 = 90" in file.read_text(encoding="utf-8")
    if kind == "xlsx":
        book = openpyxl.load_workbook(file)
        assert book.sheetnames == ["核查发现", "核查台账"]


@pytest.mark.parametrize(
    ("kind", "overview"), [("html", "汇总.html"), ("docx", "汇总.xlsx")]
)
def test_a_folder_gets_an_overview_and_no_file_overwrites_another(
    run, tmp_path, kind, overview
):
    source = tmp_path / "报送"
    source.mkdir()
    write(source / "甲.txt")
    (source / "甲.html").write_text(f"<p>{REPORT.format(project='50')}</p>", "utf-8")
    (source / "坏.docx").write_bytes(b"")
    folder = tmp_path / "意见"

    code, _, err = run("audit", source, "--format", kind, "-o", folder)

    assert code == 1
    assert "坏.docx" in err
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [f"甲-核查意见.{kind}", f"甲.txt-核查意见.{kind}", overview]
    )


def test_json_is_written_for_each_document_too(run, tmp_path):
    source = tmp_path / "报送"
    source.mkdir()
    write(source / "甲.txt")
    (source / "坏.docx").write_bytes(b"")
    folder = tmp_path / "意见"

    code, out, err = run("audit", source, "--format", "json", "-o", folder)

    written = {path.name: json.loads(path.read_bytes()) for path in folder.iterdir()}
    (good,) = written["甲-核查意见.json"]["documents"]
    (bad,) = written["坏-核查意见.json"]["documents"]
    printed = json.loads(run("audit", source / "甲.txt", "--format", "json")[1])
    assert code == 1
    assert len(written) == 2
    assert good == printed["documents"][0]
    assert {answer["schema"] for answer in written.values()} == {"jixiao-audit/1"}
    assert (bad["outcome"], bad["findings"]) == ("unreadable", [])
    assert bad["error"] in err
    assert str(folder / "甲-核查意见.json") in out


def test_json_goes_to_standard_output_where_the_folder_is_for_annotated_files(
    run, report, tmp_path
):
    _, out, _ = run(
        "audit", report, "--annotate", "--format", "json", "-o", tmp_path / "批注"
    )

    assert json.loads(out)["summary"]["documents"] == 1


def test_annotated_files_carry_the_finding(run, tmp_path):
    document = docx.Document()
    for line in REPORT.format(project="40").splitlines():
        document.add_paragraph(line)
    source = tmp_path / "报告.docx"
    document.save(str(source))

    code, _, err = run("audit", source, "--annotate", "-o", tmp_path / "批注")

    written = (tmp_path / "批注" / "报告-批注.docx").read_bytes()
    assert (code, err) == (1, "")
    assert (
        read_document(written, name="a.docx").title
        == "某县水利局2022年度部门整体绩效自评报告"
    )
    assert written != source.read_bytes()


def test_a_format_without_comments_gets_a_sentence(run, report, tmp_path):
    _, _, err = run("audit", report, "--annotate", "-o", tmp_path / "批注")

    assert "批注只支持 Word（docx）和 Excel（xlsx）文件" in err
    assert not (tmp_path / "批注").exists()


# -- decisions -----------------------------------------------------------------------------


def decided(run, report, verdict="误报", which="1"):
    return run("decide", report, which, verdict, "--reason", "口径不同")


def test_a_false_alarm_counts_no_more_and_is_shown_with_its_reason(run, report):
    assert decided(run, report)[0] == 0

    code, answer = audited(run, report)

    (finding,) = answer["documents"][0]["findings"]
    assert code == 0
    assert finding["decision"]["decision"] == "误报"
    assert finding["decision"]["reason"] == "口径不同"
    assert finding["change"] == "仍在"
    assert (answer["summary"]["errors"], answer["summary"]["decided"]) == (0, 1)
    assert "误报：口径不同" in run("audit", report)[1]


def test_a_confirmed_finding_still_counts(run, report):
    decided(run, report, "确认")

    assert audited(run, report)[0] == 1


def test_changed_facts_bring_a_decided_finding_back(run, report):
    decided(run, report, "已说明")
    write(report, project="45")

    code, answer = audited(run, report)

    (finding,) = answer["documents"][0]["findings"]
    assert code == 1
    assert finding["decision"] is None
    assert finding["change"] == "事实已变"
    assert finding["earlier"]["reason"] == "口径不同"


def test_a_corrected_report_says_what_was_resolved(run, report):
    decided(run, report, "确认")
    write(report, project="50")

    code, answer = audited(run, report)

    changes = answer["documents"][0]["changes"]
    assert code == 0
    assert [entry["about"] for entry in changes["已解决"]] == ["年初支出预算"]
    assert changes["新发现"] == []


def test_a_decision_may_name_the_beginning_of_a_fingerprint(run, report):
    _, answer = audited(run, report)
    fingerprint = answer["documents"][0]["findings"][0]["fingerprint"]

    code, out, _ = decided(run, report, which=fingerprint[7:17])

    assert code == 0
    assert "年初支出预算" in out


def test_a_second_decision_replaces_the_first_about_the_same_finding(run, report):
    decided(run, report)
    decided(run, report, "确认")

    text = (report.parent / "报告.txt.核查.yaml").read_text(encoding="utf-8")
    assert text.count("fingerprint:") == 1
    assert "decision: 确认" in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["9", "误报", "--reason", "x"], "没有序号为“9”的发现"),
        (["abcdef99", "误报", "--reason", "x"], "没有指纹为“abcdef99”的发现"),
        (["abc", "误报", "--reason", "x"], "太短"),
        (["1", "误报", "--reason", " "], "--reason 不能为空"),
        (["1", "误报"], "缺少 --reason"),
        (["1", "算了", "--reason", "x"], "可用的值：确认、误报、已说明"),
    ],
)
def test_a_wrong_decision_is_refused_and_nothing_is_written(
    run, report, arguments, sentence
):
    code, _, err = run("decide", report, *arguments)

    assert code == 2
    assert sentence in err
    assert not (report.parent / "报告.txt.核查.yaml").exists()


def test_a_damaged_file_of_decisions_is_told_and_every_finding_counts(run, report):
    file = report.parent / "报告.txt.核查.yaml"
    file.write_text("decisions: 无", encoding="utf-8")

    code, out, err = run("audit", report, "--checks", "AR002", "--format", "json")
    refused, _, _ = decided(run, report)

    assert code == 1
    assert err.count("\n") == 1
    assert "报告.txt.核查.yaml" in err
    assert json.loads(out)["documents"][0]["decisions_error"] in err
    assert refused == 2
    assert file.read_text(encoding="utf-8") == "decisions: 无"


def test_the_file_of_decisions_is_no_document_of_a_folder(run, report):
    decided(run, report)

    _, answer = audited(run, report.parent)

    assert len(answer["documents"]) == 1


# -- checks --------------------------------------------------------------------------------


def test_checks_are_listed_with_what_they_say_of_themselves(run):
    _, shown, _ = run("checks")
    _, out, _ = run("checks", "--format", "json")

    listed = json.loads(out)["checks"]
    assert [check["id"] for check in listed] == [check.id for check in all_checks()]
    assert all(f"{check.id}  {check.title}" in shown for check in all_checks())


def test_the_page_of_the_checks_is_up_to_date():
    page = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")

    assert page == checks_page(all_checks())


# -- batches -------------------------------------------------------------------------------


def test_a_batch_goes_on_and_writes_again_what_was_removed(run, tmp_path):
    source, folder = tmp_path / "报送", tmp_path / "意见"
    source.mkdir()
    for number in range(MANY):
        write(source / f"{number}.txt", project=str(40 + number))
    arguments = ("audit", source, "--format", "html", "-o", folder)
    first = run(*arguments)
    (folder / "3-核查意见.html").unlink()
    kept = (folder / "4-核查意见.html").stat().st_mtime_ns

    second = run(*arguments)

    assert (first[0], first[2]) == (1, "")
    assert second == first
    assert (folder / "3-核查意见.html").exists()
    assert (folder / "4-核查意见.html").stat().st_mtime_ns == kept


def test_the_pace_tells_rate_and_remaining_time():
    at = BatchProgress(path=Path("a"), done=10, total=310, remembered=5, seconds=2.5)

    assert pace(at) == "每秒 2.0 份，还需 2 分 30 秒"
    assert (
        pace(BatchProgress(path=Path("a"), done=0, total=9, remembered=0, seconds=0))
        == ""
    )
