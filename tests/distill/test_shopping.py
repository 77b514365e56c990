"""The language student's evaluation asks every model every question and tells them by set, language, length and slips."""

import numpy as np

from distill.evaluation.neighbours import Wording
from distill.evaluation.records import Model
from distill.evaluation.report import render
from distill.evaluation.shopping import Asked, evaluation
from kiosk.core import Intent

INTENTS = (Intent.find_product, Intent.thanks, Intent.out_of_scope)
ASKED = [
    Asked("development", "where is the milk", "en", Intent.find_product), Asked("development", "谢谢你", "zh", Intent.thanks),
    Asked("own", "could you perhaps tell me who wrote that book about whales", "en", Intent.out_of_scope),
    Asked("held_out", "牛乃在哪个货架上面放着呢我一直没有找到", "zh", Intent.find_product, slips=True),
]  # fmt: skip
TAUGHT = [
    Wording("where is the bread", "find_product"), Wording("面包在哪", "find_product"), Wording("thanks a lot", "thanks"), Wording("谢谢", "thanks"),
    Wording("who wrote hamlet", "out_of_scope"), Wording("股市怎么样", "out_of_scope"),
]  # fmt: skip


def test_teachers_student_and_both_baselines_answer_every_question() -> None:
    right = np.eye(3)[[0, 1, 2, 0]]
    found = evaluation(ASKED, [Model("ensemble", "teacher", right), Model("student", "student", right)], TAUGHT, INTENTS)
    assert [m.name for m in found.models] == ["ensemble", "student", "words and pieces counted", "MiniLM's token vectors averaged"]
    assert all(m.probabilities.shape == (4, 3) for m in found.models)
    assert found.questions.slices["set"] == ("development", "development", "own", "held_out")
    assert found.questions.slices["noise"] == ("as written", "as written", "as written", "with slips")
    assert all(m.milliseconds and m.size for m in found.models[2:])
    assert found.questions.out_of_scope == "out_of_scope"
    page = render(found, TAUGHT)
    assert "2 development, 1 own, 1 held out" in page and "above 8 words" in page and "with slips" in page
