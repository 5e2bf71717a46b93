"""The commands as a user runs them: output, sentences on standard error, exit codes."""

import json
import zipfile
from pathlib import Path

import pytest
from tests.cli.forms import form

from jixiao.documents.limits import MAX_BYTES

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "xianning-2020.yaml"
CHINESE = range(0x4E00, 0x9FFF)


def write(path, content):
    if isinstance(content, str):
        content = content.encode()
    path.write_bytes(content)
    return path


# -- reading and scoring ---------------------------------------------------------------


def test_read_prints_every_stated_cell_as_printed(run, tmp_path):
    file = write(tmp_path / "表.txt", form())

    code, out, _ = run("read", file, "--format", "json")

    (document,) = json.loads(out)["documents"]
    assert code == 0
    assert document["outcome"] == "read"
    assert document["organisation"] == "某县水利局"
    assert document["year"] == 2022
    assert document["form"] == "project"
    assert document["rulebook"] == "national-project-2020"
    assert document["total"]["stated"] == "94.5"
    row = document["indicators"][0]
    assert {k: row[k] for k in ("level1", "level2", "name", "target", "actual", "weight", "score")} == {
        "level1": "产出指标", "level2": "数量指标", "name": "整治河道长度（公里）",
        "target": "20", "actual": "18", "weight": "50", "score": "45",
    }  # fmt: skip
    assert row["target_kind"] == "bare"
    assert row["direction"] == "positive"
    assert row["met"] is False
    assert document["undecided"] == []


def test_score_prints_the_derivation_of_every_point(run, tmp_path):
    file = write(tmp_path / "表.txt", form())

    code, out, _ = run("score", file, "--format", "json")

    (document,) = json.loads(out)["documents"]
    row = document["indicators"][0]
    assert code == 0
    assert document["total"]["recomputed"] == "94.50"
    assert document["total"]["grade"] == "优"
    assert row["points"] == "45.00"
    assert row["derivation"]["sentence"].startswith(
        "18 ÷ 20 × 50 = 45.00，未超过分值 50"
    )
    assert row["derivation"]["formula"] == "weight * actual / target"
    assert row["derivation"]["operands"] == {
        "weight": "50",
        "actual": "18",
        "target": "20",
    }
    assert row["derivation"]["exact"] == "45"
    assert document["levels"][0] == {
        "level1": "预算执行率",
        "weight": "10",
        "points": "9.50",
    }


def test_no_float_stands_in_the_json(run, tmp_path):
    file = write(tmp_path / "表.txt", form())

    def refuse(text):
        raise AssertionError(text)

    for verb in ("read", "score"):
        _, out, _ = run(verb, file, "--format", "json")
        assert json.loads(out, parse_float=refuse)["documents"]


def test_the_example_scores_in_the_terminal(run):
    code, out, err = run("score", EXAMPLE, "--compare", "platform-over-target")

    assert (code, err) == (0, "")
    assert "总分 94.92 分" in out
    assert "等级 优" in out
    assert "执行率不先取整为 94.89 分" in out
    assert "84.92 分，本规则 94.92 分" in out


def test_explain_gives_one_sentence_for_the_indicator_named(run):
    code, out, _ = run("explain", EXAMPLE, "村庄规划编制数量")

    assert code == 0
    assert "348 ÷ 350 × 3 = 2.98，未超过分值 3" in out
    assert "14 ÷ 20" not in out


def test_explain_takes_the_number_of_an_indicator(run):
    _, out, _ = run("explain", EXAMPLE, "1", "--format", "json")

    (document,) = json.loads(out)["documents"]
    assert [row["name"] for row in document["indicators"]] == [
        "拓展发展空间面积（平方公里）"
    ]


def test_explain_says_when_no_indicator_has_that_name(run):
    code, out, err = run("explain", EXAMPLE, "飞机")

    assert (code, out) == (2, "")
    assert "没有名称含“飞机”的指标" in err


def test_a_folder_stands_for_its_documents(run, tmp_path):
    write(tmp_path / "甲.txt", form())
    write(tmp_path / "乙.txt", form(actual="20"))
    write(tmp_path / "照片.jpg", b"\xff\xd8")

    code, out, _ = run("score", tmp_path, "--format", "json")

    documents = json.loads(out)["documents"]
    assert code == 0
    assert [(Path(d["path"]).name, d["total"]["recomputed"]) for d in documents] == [
        ("乙.txt", "99.50"), ("甲.txt", "94.50"),
    ]  # fmt: skip


# -- what cannot be read -----------------------------------------------------------------


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    return path


def entity(path):
    text = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", text)
    return path


def sparse(path):
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    return path


BAD = {
    "空.docx": lambda path: write(path, b""),
    "截断.docx": lambda path: write(path, b"PK\x03\x04\x14\x00\x00\x00"),
    "图片.docx": lambda path: write(path, b"\x89PNG\r\n\x1a\n" + bytes(40)),
    "乱码.txt": lambda path: write(path, bytes(range(128, 256)) * 9),
    "过大.xlsx": sparse,
    "炸弹.docx": bomb,
    "实体.docx": entity,
    "没有.docx": lambda path: path,
}


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("verb", ["read", "score", "audit", "report"])
def test_a_bad_file_gets_one_sentence_and_code_two(run, tmp_path, name, verb):
    file = BAD[name](tmp_path / name)
    target = tmp_path / "报告"
    extra = ("-o", target) if verb == "report" else ()

    code, out, err = run(verb, file, *extra)

    assert (code, out) == (2, "")
    assert err.startswith("错误：")
    assert err.count("\n") == 1
    assert name in err
    assert "Traceback" not in err
    assert not target.exists()


def test_a_bad_file_does_not_stop_the_batch(run, tmp_path):
    write(tmp_path / "1.docx", b"")
    write(tmp_path / "2.txt", form())

    code, out, err = run(
        "score", tmp_path / "1.docx", tmp_path / "2.txt", "--format", "json"
    )

    first, second = json.loads(out)["documents"]
    assert code == 0
    assert first["outcome"] == "unreadable"
    assert first["error"] in err
    assert second["total"]["recomputed"] == "94.50"


@pytest.mark.parametrize(
    ("values", "between", "reason"),
    [
        ({"actual": ""}, ["49.50", "99.50"], "完成值为空"),
        ({"target": "0"}, ["49.50", "99.50"], "指标值为 0"),
        ({"actual": "7,00.0,77"}, ["49.50", "99.50"], "无法读作数字"),
        ({"weight": "48"}, None, "分值合计为 98，应为 100"),
        ({"weight": ""}, None, "没有分值"),
    ],
)
def test_what_cannot_be_decided_is_never_a_silent_zero(
    run, tmp_path, values, between, reason
):
    file = write(tmp_path / "表.txt", form(**values))

    _, out, _ = run("score", file, "--format", "json")

    (document,) = json.loads(out)["documents"]
    assert document["total"]["recomputed"] is None
    assert any(reason in text for text in document["undecided"])
    assert between in (None, document["total"]["between"])


def test_gb18030_text_reads_like_utf8(run, tmp_path):
    write(tmp_path / "a.txt", form())
    write(tmp_path / "b.txt", form().encode("gb18030"))

    _, out, _ = run("read", tmp_path, "--format", "json")

    first, second = json.loads(out)["documents"]
    assert {**first, "path": ""} == {**second, "path": ""}


def test_a_report_without_a_form_cannot_be_scored_and_says_so(run, tmp_path):
    file = write(
        tmp_path / "文.txt",
        "某县水利局2022年度项目绩效自评报告\n一、基本情况\n工作已完成。\n",
    )

    code, _, err = run("score", file)

    assert code == 2
    assert "没有自评表" in err


# -- writing -------------------------------------------------------------------------------


def test_report_writes_the_files_asked_for(run, tmp_path):
    code, out, _ = run(
        "report", EXAMPLE, "-o", tmp_path / "出", "--formats", "docx,xlsx"
    )

    assert code == 0
    assert sorted(p.name for p in (tmp_path / "出").iterdir()) == [
        "自评报告.docx", "自评表.docx", "自评表.xlsx",
    ]  # fmt: skip
    assert "读回核对" in out


def test_an_unknown_format_is_refused_before_anything_is_written(run, tmp_path):
    code, _, err = run(
        "report", EXAMPLE, "-o", tmp_path / "出", "--formats", "docx,odt"
    )

    assert code == 2
    assert "不支持的格式“odt”" in err
    assert not (tmp_path / "出").exists()


def test_facts_written_as_yaml_score_the_same(run, tmp_path):
    run("facts", EXAMPLE, "-o", tmp_path / "事实.yaml")

    _, out, _ = run("score", tmp_path / "事实.yaml", "--format", "json")

    assert json.loads(out)["documents"][0]["total"]["recomputed"] == "94.92"


def test_a_new_workbook_does_not_overwrite_another(run, tmp_path):
    target = tmp_path / "填报.xlsx"

    assert run("new", "--rulebook", "hubei-department-2020", "-o", target)[0] == 0
    before = target.read_bytes()
    code, _, err = run("new", "--rulebook", "hubei-department-2020", "-o", target)

    assert code == 2
    assert "已存在，没有覆盖" in err
    assert target.read_bytes() == before


def test_the_demo_scores_and_writes(run, tmp_path):
    code, out, _ = run("demo", "-o", tmp_path / "例")

    assert code == 0
    assert "总分 94.92 分" in out
    assert len(list((tmp_path / "例").iterdir())) == 6


# -- rulebooks and help ----------------------------------------------------------------------


def test_rulebooks_are_listed_shown_and_checked(run, tmp_path):
    _, listed, _ = run("rulebooks", "list")
    _, shown, _ = run("rulebooks", "show", "hubei-department-2020")
    _, text, _ = run("rulebooks", "show", "hubei-department-2020", "--yaml")
    own = write(
        tmp_path / "本县.yaml", text.replace("hubei-department-2020", "my-2020")
    )
    code, checked, _ = run("rulebooks", "check", own)

    assert "hubei-department-2020" in listed
    assert "执行率先取整数百分比" in shown
    assert (code, "可用" in checked) == (0, True)


def test_an_own_rulebook_file_scores(run, tmp_path):
    _, text, _ = run("rulebooks", "show", "hubei-department-2020", "--yaml")
    own = text.replace("rate_places: 0", "rate_places: 2")
    file = write(
        tmp_path / "本县.yaml", own.replace("hubei-department-2020", "my-2020")
    )

    _, out, _ = run("score", EXAMPLE, "--rulebook", file, "--format", "json")

    assert json.loads(out)["documents"][0]["total"]["recomputed"] == "94.89"


def test_a_broken_rulebook_is_refused_with_its_place(run, tmp_path):
    file = write(tmp_path / "坏.yaml", "id: x\ntitle: y\n")

    code, _, err = run("rulebooks", "check", file)

    assert code == 2
    assert "坏.yaml" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "jixiao"),
        (["score"], "缺少"),
        (["scor", "a"], "没有命令"),
        (["score", "a", "--fromat", "json"], "没有选项 --fromat"),
        (["score", "a", "--format", "xml"], "“xml”"),
        (["score", "a.docx", "--rulebook", "hubei"], "没有编号为“hubei”的计分规则"),
    ],
)
def test_a_misuse_gets_one_chinese_sentence(run, arguments, sentence):
    code, out, err = run(*arguments)

    assert code == (2 if arguments else code)
    assert sentence in out + err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "command",
    [["read"], ["score"], ["explain"], ["audit"], ["decide"], ["checks"], ["report"], ["new"], ["facts"], ["demo"],
     ["rulebooks", "list"], ["rulebooks", "show"], ["rulebooks", "check"]],
)  # fmt: skip
def test_every_command_explains_itself_with_an_example(run, command):
    code, out, _ = run(*command, "--help")

    assert code == 0
    assert "示例" in out
    assert f"jixiao {' '.join(command)}" in out
    assert "Show this message" not in out
