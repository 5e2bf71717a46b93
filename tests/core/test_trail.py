"""Whatever is done to a kept chain is found; an honest chain is never accused."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.trail import START, TrailEntry, digest_of, follow, verify_trail

texts = st.text(max_size=8)
contents = st.dictionaries(texts, texts | st.integers() | st.lists(texts), max_size=3)


@st.composite
def chains(draw, least=1):
    """Entries as the site writes them."""
    entries, previous = [], START
    for number, content in enumerate(
        draw(st.lists(contents, min_size=least, max_size=8)), start=1
    ):
        entries.append(follow(number, content, previous))
        previous = entries[-1].digest
    return tuple(entries)


def verify(entries, kept):
    """Hold entries against the head that was kept of a chain."""
    head = kept[-1].digest if kept else START
    return verify_trail(entries, length=len(kept), head=head)


@given(chains(least=0))
def test_an_honest_chain_has_no_break(chain):
    breaks = verify(chain, chain)

    assert breaks == ()


@given(chains(), st.data())
def test_a_changed_content_is_found_at_its_number(chain, data):
    place = data.draw(st.integers(0, len(chain) - 1))
    other = data.draw(contents.filter(lambda made: made != chain[place].content))
    changed = list(chain)
    changed[place] = replace(chain[place], content=other)

    breaks = verify(changed, chain)

    assert [one.number for one in breaks] == [place + 1]
    assert breaks[0].message == f"第 {place + 1} 条的内容被改动过"


@given(chains(), st.data())
def test_a_change_with_a_new_digest_is_found(chain, data):
    place = data.draw(st.integers(0, len(chain) - 1))
    other = data.draw(contents.filter(lambda made: made != chain[place].content))
    changed = list(chain)
    changed[place] = follow(place + 1, other, chain[place].previous)

    assert verify(changed, chain) != ()


@given(chains(), st.data())
def test_a_rewritten_rest_is_found_by_the_kept_head(chain, data):
    place = data.draw(st.integers(0, len(chain) - 1))
    other = data.draw(contents.filter(lambda made: made != chain[place].content))
    changed = list(chain[:place])
    for entry in (replace(chain[place], content=other), *chain[place + 1 :]):
        previous = changed[-1].digest if changed else START
        changed.append(follow(entry.number, entry.content, previous))

    breaks = verify(changed, chain)

    assert [one.message for one in breaks] == ["最后一条记录与另行保存的校验值不符"]


@given(chains(), st.data())
def test_a_deleted_entry_is_found(chain, data):
    place = data.draw(st.integers(0, len(chain) - 1))
    left = chain[:place] + chain[place + 1 :]

    assert verify(left, chain) != ()


@given(chains(least=0), contents, st.data())
def test_an_inserted_entry_is_found(chain, content, data):
    place = data.draw(st.integers(0, len(chain)))
    before = chain[place - 1].digest if place else START
    more = (*chain[:place], follow(place + 1, content, before), *chain[place:])

    assert verify(more, chain) != ()


@given(chains(least=2), st.data())
def test_entries_in_another_order_are_found(chain, data):
    shuffled = data.draw(st.permutations(chain).filter(lambda one: one != list(chain)))

    assert verify(shuffled, chain) != ()


@given(chains(), st.data())
def test_swapped_contents_or_a_changed_link_are_found(chain, data):
    place = data.draw(st.integers(0, len(chain) - 1))
    link = data.draw(st.sampled_from(["1" * 64, chain[place].digest, ""]))
    changed = list(chain)
    changed[place] = replace(chain[place], previous=link)

    assert verify(changed, chain) != ()


def test_the_digest_is_the_one_published():
    # docs/decisions/0013 prints it; another program can compute it.
    content = {"action": "填报", "changes": {"完成值": ["", "14"]}}

    digest = digest_of(1, content, START)

    assert digest == "1853188b821caa00ad7d2b84daf003a44ebd330856d4d7c6d76b4556b96005cb"
    assert TrailEntry(
        number=1, content=content, previous=START, digest=digest
    ) == follow(1, content)
