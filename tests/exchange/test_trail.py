import json

import pytest

from jixiao.core.errors import InvalidTrailError
from jixiao.core.trail import START, follow
from jixiao.exchange.trail import read_trail, trail_lines

FIRST = follow(1, {"action": "填报", "subject": "“一张图”\u2028建设"})
SECOND = follow(2, {"action": "退回", "reason": "第一行\n第二行"}, FIRST.digest)
LINES = list(trail_lines("evaluation-7", [FIRST, SECOND], length=2, head=SECOND.digest))


def test_a_chain_is_read_as_it_was_written():
    trail = read_trail("".join(LINES))

    assert (trail.chain, trail.length, trail.head) == ("evaluation-7", 2, SECOND.digest)
    assert trail.entries == (FIRST, SECOND)
    assert trail.breaks() == ()


@pytest.mark.parametrize(
    "change", [lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n")]
)
def test_a_file_that_an_editor_saved_again_is_the_same(change):
    assert read_trail(change("".join(LINES))).breaks() == ()


def test_an_empty_chain_holds():
    trail = read_trail("".join(trail_lines("site", [], length=0, head=START)))

    assert trail.breaks() == ()


def test_a_last_line_cut_off_is_found():
    (found,) = read_trail("".join(LINES[:2])).breaks()

    assert found.message == "应有 2 条记录，只有 1 条：末尾的记录被删去"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "文件为空"),
        ("{", "第 1 行不是完整的 JSON"),
        ("[" * 100_000, "第 1 行不是完整的 JSON"),
        ("[]", "第 1 行应是一条记录"),
        (LINES[1], "第 1 行不是变动记录的开头"),
        (LINES[0].replace("2,", '"2",'), "第 1 行的 length 应是整数"),
        (LINES[0] + LINES[1][:-20], "第 2 行不是完整的 JSON"),
        (LINES[0] + "{}", "第 2 行缺少 content"),
        (
            LINES[0] + json.dumps({"number": True, "content": {}, "previous": "", "digest": ""}),
            "第 2 行的 number 应是整数",
        ),
        (LINES[0] + '{"number": 1, "content": {}, "digest": ""}', "第 2 行的 previous"),
    ],
)  # fmt: skip
def test_what_is_no_exported_trail_is_refused_with_the_line(text, sentence):
    with pytest.raises(InvalidTrailError) as caught:
        read_trail(text)

    assert sentence in str(caught.value)
    assert caught.value.code == "invalid_trail"
