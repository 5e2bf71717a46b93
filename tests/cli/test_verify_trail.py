import pytest

from jixiao.core.trail import follow
from jixiao.exchange.trail import trail_lines

FIRST = follow(1, {"action": "填报", "changes": {"完成值": ["", "14"]}})
SECOND = follow(2, {"action": "复核通过"}, FIRST.digest)
LINES = list(trail_lines("evaluation-7", [FIRST, SECOND], length=2, head=SECOND.digest))


def write(path, lines):
    path.write_text("".join(lines), "utf-8")
    return path


def test_a_complete_trail_says_so_with_its_head(run, tmp_path):
    code, out, err = run("verify-trail", write(tmp_path / "链.jsonl", LINES))

    assert (code, err) == (0, "")
    assert "链.jsonl　evaluation-7　2 条　完整" in out
    assert SECOND.digest in out


def test_a_changed_word_is_named_and_the_code_is_1(run, tmp_path):
    changed = [line.replace("14", "20") for line in LINES[:2]] + LINES[2:]

    code, out, _ = run("verify-trail", write(tmp_path / "链.jsonl", changed))

    assert code == 1
    assert "1 处不符" in out
    assert "第 1 条的内容被改动过" in out


def test_what_cannot_be_read_is_code_2_beside_what_could(run, tmp_path):
    good = write(tmp_path / "好.jsonl", LINES)
    bad = write(tmp_path / "坏.jsonl", ["{"])

    code, out, err = run("verify-trail", good, bad, tmp_path / "无.jsonl")

    assert code == 2
    assert "好.jsonl　evaluation-7　2 条　完整" in out
    assert "坏.jsonl：第 1 行不是完整的 JSON" in err
    assert "无.jsonl 不能读取" in err


def test_without_a_site_there_is_nothing_to_verify(run, tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("JIXIAO_DATA", str(tmp_path))

    code, _, err = run("verify-trail")

    assert code == 2
    assert "没有网站的数据库" in err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_site_without_tables_cannot_be_verified(run, tmp_path, monkeypatch):
    monkeypatch.setenv("JIXIAO_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'other.sqlite3'}")

    code, _, _ = run("verify-trail")

    assert code == 2
