import pytest
from django.urls import reverse
from tests.web.world import build_evaluation

from jixiao.exchange.evaluation import evaluation_tree
from jixiao.web.planning.errors import ChangedMeanwhileError, NotAllowedError
from jixiao.web.planning.mapping import to_core
from jixiao.web.planning.models import Evaluation, Indicator
from jixiao.web.planning.states import Progress, State
from jixiao.web.review.models import Comment
from jixiao.web.review.verification import verify
from jixiao.web.trail.models import Entry


@pytest.fixture
def filed(world):
    return build_evaluation(world, is_filled=True, state=State.VERIFICATION)


def url(name, pk):
    return reverse(f"review:{name}", args=[pk])


def test_the_page_shows_what_verification_needs(filed, as_):
    page = as_("verifier").get(url("verification", filed.pk)).content.decode()

    assert "拓展发展空间面积（平方公里）" in page
    assert "14 ÷ 20 × 3 = 2.10" in page
    assert "没有佐证文件" in page
    total = filed.indicators.count()
    assert page.count("✓ 复核通过") == total
    assert f"待复核 {total}" in page


def test_reviewers_find_no_field_for_figures(filed, as_):
    page = as_("verifier").get(url("verification", filed.pk)).content.decode()

    for field in ("actual", "target", "weight", "assigned_points"):
        assert f'name="{field}"' not in page


def test_one_indicator_is_verified_and_its_row_comes_back(filed, as_, world):
    row = filed.indicators.first()

    answer = as_("verifier").post(
        url("verify", row.pk), {"version": row.version}, headers={"HX-Request": "true"}
    )

    row.refresh_from_db()
    assert answer.status_code == 200
    assert "<html" not in answer.content.decode()
    assert (row.progress, row.verified_by) == (Progress.VERIFIED, world.verifier)
    assert Evaluation.objects.get(pk=filed.pk).indicators_verified == 1
    assert Entry.objects.get().content["subject"] == row.name


def test_without_script_the_page_comes_back_at_the_row(filed, as_):
    row = filed.indicators.first()

    answer = as_("verifier").post(url("verify", row.pk), {"version": row.version})

    assert answer.status_code == 302
    assert answer.url == url("verification", filed.pk) + f"#indicator-{row.pk}"


def test_several_are_verified_at_once_with_one_entry(filed, as_):
    rows = filed.indicators.all()[:3]

    as_("verifier").post(
        url("verify_many", filed.pk), {"seen": [f"{r.pk}:{r.version}" for r in rows]}
    )

    assert Evaluation.objects.get(pk=filed.pk).indicators_verified == 3
    assert Entry.objects.get().content["subject"] == "3项指标"


def test_nobody_verifies_what_they_filed_and_then_none_of_the_others(
    filed, acting, world, as_
):
    own, other = filed.indicators.all()[:2]
    own.contributors.add(world.verifier)

    with pytest.raises(NotAllowedError, match="须由他人复核"):
        verify(
            actor=acting("verifier"), pk=filed.pk,
            seen={own.pk: own.version, other.pk: other.version},
        )  # fmt: skip
    answer = as_("verifier").post(url("verify", own.pk), {"version": own.version})

    assert answer.status_code == 403
    progress = filed.indicators.values_list("progress", flat=True).distinct()
    assert list(progress.order_by()) == [Progress.FILED]
    assert not Entry.objects.exists()
    page = as_("verifier").get(url("verification", filed.pk)).content.decode()
    assert "您参与了填报，须由他人复核" in page


def test_figures_that_changed_since_they_were_looked_at_are_not_verified(filed, acting):
    row = filed.indicators.first()
    Indicator.objects.filter(pk=row.pk).update(actual="15", version=2)

    with pytest.raises(ChangedMeanwhileError) as refused:
        verify(actor=acting("verifier"), pk=filed.pk, seen={row.pk: 1})

    row.refresh_from_db()
    assert refused.value.version == 2
    assert row.progress == Progress.FILED


def test_a_return_opens_the_evaluation_for_its_filler(filed, as_):
    row = filed.indicators.first()

    as_("verifier").post(
        url("return_", row.pk), {"version": row.version, "reason": "请附台账"}
    )

    row.refresh_from_db()
    filed.refresh_from_db()
    assert (row.progress, filed.state) == (Progress.RETURNED, State.FILING)
    assert row.comments.get().text == "请附台账"
    assert list(Entry.objects.values_list("content__action", flat=True)) == [
        "退回指标", "退回填报",
    ]  # fmt: skip


def test_a_return_without_reason_keeps_the_row_and_says_so(filed, as_):
    row = filed.indicators.first()

    answer = as_("verifier").post(
        url("return_", row.pk), {"version": row.version, "reason": " "},
        headers={"HX-Request": "true"},
    )  # fmt: skip

    row.refresh_from_db()
    assert answer.status_code == 422
    assert "请写明退回理由" in answer.content.decode()
    assert row.progress == Progress.FILED


@pytest.mark.parametrize(
    ("name", "status"),
    [("planner", 403), ("filler_a", 403), ("approver", 403), ("stranger", 404),
     ("other_bureau", 404), ("bureau", 404), ("audit", 404)],
)  # fmt: skip
def test_who_may_not_verify(filed, as_, name, status):
    row = filed.indicators.first()
    facts = evaluation_tree(to_core(filed))

    for page in ("verify", "return_"):
        answer = as_(name).post(
            url(page, row.pk), {"version": row.version, "reason": "不符"}
        )
        assert answer.status_code == status

    row.refresh_from_db()
    assert row.progress == Progress.FILED
    assert evaluation_tree(to_core(Evaluation.objects.get(pk=filed.pk))) == facts


def test_an_outside_reviewer_comments_and_changes_nothing_else(filed, as_, world):
    world.external.grants.create(
        evaluation=filed, given_by=world.planner, at="2026-03-01T00:00Z"
    )
    row = filed.indicators.first()

    answer = as_("external").post(
        url("comment_indicator", row.pk), {"text": "目标偏低"}, follow=True
    )

    assert answer.status_code == 200
    assert Comment.objects.get().text == "目标偏低"
    assert as_("external").post(
        url("verify", row.pk), {"version": row.version}
    ).status_code == 403  # fmt: skip


def test_the_filters_leave_the_others_out(filed, as_, world):
    row = filed.indicators.first()
    Indicator.objects.filter(pk=row.pk).update(progress=Progress.VERIFIED)

    page = as_("verifier").get(
        url("verification", filed.pk),
        {"progress": "verified", "division": world.places["division_a"].pk},
    ).content.decode()  # fmt: skip

    assert page.count('<article class="verify"') == 1
    assert "已复核 1" in page


def grow(evaluation, number):
    rows = list(evaluation.indicators.all())
    for position in range(len(rows), number):
        one = rows[position % len(rows)]
        one.pk, one.position, one.name = None, position + 1, f"指标{position}"
        one.save()
        one.contributors.add(one.person)


@pytest.mark.parametrize("page", ["verification", "flow", "audit", "report"])
def test_pages_cost_the_same_with_24_and_with_60_indicators(
    filed, as_, page, django_assert_max_num_queries
):
    browser = as_("verifier")
    numbers = []
    for size in (24, 60):
        grow(Evaluation.objects.get(pk=filed.pk), size)
        browser.get(url(page, filed.pk))  # the audit of these facts is kept then
        with django_assert_max_num_queries(26) as counted:
            assert browser.get(url(page, filed.pk)).status_code == 200
        numbers.append(len(counted))

    assert numbers[0] == numbers[1]


def test_verifying_many_costs_the_same_as_verifying_few(
    filed, acting, django_assert_max_num_queries
):
    grow(filed, 60)
    rows = list(filed.indicators.all())
    numbers = []
    for part in (rows[:2], rows[2:]):
        with django_assert_max_num_queries(30) as counted:
            verify(
                actor=acting("verifier"), pk=filed.pk,
                seen={one.pk: one.version for one in part},
            )  # fmt: skip
        numbers.append(len(counted))

    assert Evaluation.objects.get(pk=filed.pk).indicators_verified == 60
    assert numbers[0] - numbers[1] in {0, 3}  # the chain is made once
