"""The file of decisions reads back as written; a damaged one is one Chinese sentence."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.decisions import Decision, Decisions, Verdict
from jixiao.core.errors import InvalidDecisionsError
from jixiao.exchange.decisions import SCHEMA_ID, decisions_of, decisions_tree
from jixiao.workflows.keep_decisions import decisions_file, read_decisions

FINGERPRINT = f"sha256:{'0a' * 32}"
words = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1
).map(str.strip).filter(bool)  # fmt: skip
fingerprints = st.binary(min_size=32, max_size=32).map(lambda b: f"sha256:{b.hex()}")
decisions = st.builds(
    Decisions,
    taken=st.lists(
        st.builds(
            Decision, fingerprint=fingerprints, verdict=st.sampled_from(Verdict),
            reason=words, check=words, about=words, stated=st.none() | words,
            expected=st.none() | words, date=st.just("") | words,
            role=st.just("") | words,
        ),
        max_size=4, unique_by=lambda one: one.fingerprint,
    ).map(tuple),
    seen=st.frozensets(fingerprints, max_size=4),
)  # fmt: skip


@given(decisions)
def test_what_was_written_reads_back(kept):
    content = decisions_file(kept, report="报告.docx")

    assert read_decisions(content, name="报告.docx.核查.yaml") == kept


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_one_sentence(content):
    sentence = refusal(content)

    assert sentence is None or sentence.startswith("核查决定 报告.docx.核查.yaml：")
    assert "\n" not in (sentence or "")


def refusal(content):
    try:
        read_decisions(content, name="报告.docx.核查.yaml")
    except InvalidDecisionsError as error:
        return str(error)
    return None


def row(**changes):
    plain = {
        "fingerprint": FINGERPRINT, "decision": "误报", "reason": "口径不同",
        "check": "AR001", "about": "总分",
    }  # fmt: skip
    return {k: v for k, v in (plain | changes).items() if v is not None}


@pytest.mark.parametrize(
    ("tree", "sentence"),
    [
        ({"schema": SCHEMA_ID}, "缺少“decisions”"),
        ({"schema": "别的", "decisions": []}, SCHEMA_ID),
        ({"schema": SCHEMA_ID, "decisions": [row(reason=None)]}, "缺少“reason”"),
        ({"schema": SCHEMA_ID, "decisions": [row(reason="  ")]}, "一句理由，不能为空"),
        (
            {"schema": SCHEMA_ID, "decisions": [row(decision="算了")]},
            "“确认”、“误报”、“已说明”",
        ),
        ({"schema": SCHEMA_ID, "decisions": [row(fingerprint="0a0a")]}, "完整指纹"),
        (
            {"schema": SCHEMA_ID, "decisions": [row(), row(decision="确认")]},
            "写了两次决定",
        ),
        ({"schema": SCHEMA_ID, "decisions": [row(note="x")]}, "不能写“note”"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(tree, sentence):
    content = yaml.safe_dump(tree, allow_unicode=True).encode()

    with pytest.raises(InvalidDecisionsError, match=sentence):
        read_decisions(content, name="a.核查.yaml")


def test_another_encoding_is_refused():
    with pytest.raises(InvalidDecisionsError, match="UTF-8"):
        read_decisions("schema: 误报".encode("gb18030"), name="a.核查.yaml")


def test_people_can_read_what_was_decided():
    decision = Decision(
        fingerprint=FINGERPRINT, verdict=Verdict.EXPLAINED, reason="含上年结转",
        check="AR001", about="总分", stated="663", expected="633",
    )  # fmt: skip
    tree = decisions_tree(Decisions(taken=(decision,)), report="报告.docx")

    assert tree == {
        "schema": SCHEMA_ID,
        "report": "报告.docx",
        "decisions": [
            {
                "fingerprint": FINGERPRINT, "decision": "已说明", "reason": "含上年结转",
                "check": "AR001", "about": "总分", "stated": "663", "expected": "633",
            }
        ],
    }  # fmt: skip
    assert decisions_of(tree, name="a").taken == (decision,)
