from dataclasses import replace
from decimal import Decimal

from tests.reports.sample import NATIONAL, project

from jixiao.core.evaluation import Indicator
from jixiao.core.scoring import score_evaluation
from jixiao.reports.form import compose_form
from jixiao.reports.form_rows import rows_in_form_order, rows_of_report


def test_a_detail_stands_in_the_form_and_not_in_the_report():
    facts = project()
    detail = Indicator(
        level1=facts.indicators[0].level1, level2=facts.indicators[0].level2,
        name="其中羊养殖数量", target="180只", actual="180只", weight=None,
    )  # fmt: skip
    facts = replace(
        facts, indicators=(facts.indicators[0], detail, *facts.indicators[1:])
    )
    card = score_evaluation(facts, NATIONAL)

    names = [row.indicator.name for row in rows_in_form_order(facts, card)]
    spoken_of = [row.indicator.name for row in rows_of_report(facts, card)]

    assert names[1] == "其中羊养殖数量"
    assert spoken_of == [names[0], *names[2:]]
    printed = next(
        [cell.text for cell in row]
        for row in compose_form(facts, card, NATIONAL).rows
        if any(cell.text == "其中羊养殖数量" for cell in row)
    )
    assert "—" in printed
    assert "待定" not in printed
    assert Decimal(0) not in [row.points for row in card.rows]
