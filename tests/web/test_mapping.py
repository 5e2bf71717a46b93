from tests.web.world import EXAMPLE, build_evaluation

from jixiao.core.scoring import score_evaluation
from jixiao.exchange.evaluation import evaluation_tree, read_evaluation
from jixiao.rulebooks.loader import rulebook_by_id
from jixiao.rulebooks.source import read_tree
from jixiao.web.planning.mapping import to_core
from jixiao.web.planning.scoring import scorecard_of


def test_facts_come_back_from_the_database_as_they_went_in(world):
    tree = read_tree(EXAMPLE.read_text("utf-8"), name=EXAMPLE.name)
    facts = read_evaluation(tree, name=EXAMPLE.name)

    kept = to_core(build_evaluation(world, is_filled=True))

    expected = evaluation_tree(facts)
    actual = evaluation_tree(kept)
    for key in ("organisation", "year", "region", "date", "title", "scope"):
        expected.pop(key, None)
        actual.pop(key, None)
    for row in expected["indicators"]:
        row.pop("evidence", None)  # evidence is files here
    assert actual == expected


def test_the_site_scores_as_the_command_line(world):
    tree = read_tree(EXAMPLE.read_text("utf-8"), name=EXAMPLE.name)
    facts = read_evaluation(tree, name=EXAMPLE.name)
    evaluation = build_evaluation(world, is_filled=True)

    card = score_evaluation(facts, rulebook_by_id("hubei-department-2020"))

    assert scorecard_of(evaluation).total == card.total == evaluation.score
