"""The whole year of one evaluation by the people who have it, in a real browser."""

import re
import struct
import zlib

import pytest
from django.utils import timezone
from tests.web.world import EXAMPLE, build_evaluation

from jixiao.exchange.evaluation import read_evaluation
from jixiao.rulebooks.source import read_tree
from jixiao.web.accounts.access import actor_of
from jixiao.web.filing.services import save_indicator
from jixiao.web.planning.models import Evaluation
from jixiao.web.planning.states import State
from jixiao.workflows.read_form import read_form
from jixiao.workflows.score_evaluation import score_form

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FILLERS = ("filler_a", "filler_b", "filler_c")


def png():
    """A picture of one white point."""

    def chunk(kind, body):
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00\xff")) + chunk(b"IEND", b"")
    )  # fmt: skip


def facts():
    return read_evaluation(
        read_tree(EXAMPLE.read_text("utf-8"), name=EXAMPLE.name), name=EXAMPLE.name
    )


def type_results(world, evaluation, name, rows):
    """What the browser test does not type itself, through the service of the pages."""
    actor = actor_of(world.people[name], at=timezone.now())
    for indicator in evaluation.indicators.filter(person=world.people[name]):
        row = rows[indicator.position - 1]
        values = {
            "actual": row.actual, "account": row.account,
            "deviation_reason": row.deviation_reason, "improvement": row.improvement,
            "assigned_points": row.stated_points,
        }  # fmt: skip
        save_indicator(
            actor=actor, pk=indicator.pk, version=indicator.version, values=values
        )


def step(person, evaluation, label, reason=""):
    """Press a button of the rail, with its reason where it asks for one."""
    page = person.open(f"/evaluations/{evaluation.pk}/")
    if reason:
        page.locator("summary", has_text=f"{label}…").click()
        opened = page.locator("details[open]").filter(has_text=label)
        opened.get_by_label("理由").fill(reason)
        opened.get_by_role("button", name=label, exact=True).click()
    else:
        page.get_by_role("button", name=label, exact=True).click()
    page.get_by_text(f"已办理：{label}").wait_for()


def test_the_whole_year(at, world, tmp_path):
    evaluation = build_evaluation(world, state=State.PLANNING)
    step(at("planner"), evaluation, "下达")
    fill_in(at, world, evaluation)
    verify(at, evaluation)
    see_no_open_error(at("planner"), evaluation)
    for name, label, *reason in (
        ("planner", "送审定"), ("approver", "审定通过"), ("planner", "报送"),
        ("bureau", "财政退回", "请补充改进措施的时限"),
        ("planner", "送审定"), ("approver", "审定通过"), ("planner", "报送"),
        ("bureau", "审核通过"), ("planner", "公开"),
    ):  # fmt: skip
        step(at(name), evaluation, label, *reason)
    at("planner").keep("流程-已公开")

    report = download(at("planner"), evaluation, tmp_path)

    ((form, read),) = read_form(report, name="报告.docx").forms()
    kept = Evaluation.objects.get(pk=evaluation.pk)
    rows = facts().indicators
    assert kept.state == State.PUBLISHED
    assert read.stated_total == kept.score == score_form(facts(), form).scorecard.total
    assert [one.actual for one in read.indicators] == [one.actual for one in rows]
    assert [one.number for one in kept.submissions.all()] == [1, 2]


def fill_in(at, world, evaluation):
    """Three people type, attach and hand on."""
    address = f"/evaluations/{evaluation.pk}/indicators/"
    rows = facts().indicators
    for name in FILLERS:
        first = evaluation.indicators.filter(person=world.people[name]).first()
        page = at(name).open(address)
        cell = page.get_by_label(f"{first.name} 完成值")
        cell.fill(rows[first.position - 1].actual)
        cell.press("Enter")
        page.get_by_text("已保存").first.wait_for()
        type_results(world, evaluation, name, rows)
    first = evaluation.indicators.get(position=1)
    page = at("filler_a").open(f"/indicators/{first.pk}/")
    proof = {"name": "现场照片.png", "mimeType": "image/png", "buffer": png()}
    page.get_by_label("添加文件").set_input_files(proof)
    page.get_by_text("现场照片.png").first.wait_for()
    at("filler_a").keep("填报-一项指标")
    for name in FILLERS:
        page = at(name).open(address)
        page.get_by_role("button", name=re.compile("提交填好的")).click()
        page.get_by_text("待复核").first.wait_for()
    at("filler_a").keep("填报-指标与得分")


def verify(at, evaluation):
    """One is given back and corrected, then all are verified."""
    first = evaluation.indicators.get(position=1)
    page = at("verifier").open(f"/evaluations/{evaluation.pk}/verification/")
    row = page.locator(f"#indicator-{first.pk}")
    row.locator("summary", has_text="退回").click()
    row.get_by_label("退回理由").fill("请附台账")
    row.get_by_role("button", name="退回填报人").click()
    page.locator(f"#indicator-{first.pk} .state-returned").wait_for()
    page = at("filler_a").open("/")
    at("filler_a").keep("工作台-退回")
    page.get_by_text("请附台账").first.click()
    page.get_by_label("完成情况说明").fill("台账已附，核对无误。")
    page.get_by_role("button", name="提交复核").click()
    page.get_by_text("待复核").first.wait_for()
    step(at("planner"), evaluation, "送复核")
    page = at("verifier").open(f"/evaluations/{evaluation.pk}/verification/")
    page.get_by_label("全选待复核").check()
    page.get_by_role("button", name="复核通过所选").click()
    page.get_by_text("已复核 24 项").wait_for()
    at("verifier").keep("复核")
    step(at("verifier"), evaluation, "复核完成")


def download(person, evaluation, folder):
    """The report, by a link as the page has it."""
    page = person.open(f"/evaluations/{evaluation.pk}/report/")
    address = f"/evaluations/{evaluation.pk}/download/docx/"
    with page.expect_download() as started:
        page.locator(f"a[href='{address}']").first.click()
    started.value.save_as(folder / "报告.docx")
    return (folder / "报告.docx").read_bytes()


def see_no_open_error(planner, evaluation):
    """The audit of the report as it stands."""
    page = planner.open(f"/evaluations/{evaluation.pk}/audit/")
    planner.keep("核查")
    assert page.get_by_role("heading", name="核查台账").is_visible()
    assert Evaluation.objects.get(pk=evaluation.pk).findings_error == 0
