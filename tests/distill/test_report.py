"""The report is one sound HTML file that says what the metrics say, escapes what shoppers said and asks no network; the card tells the same."""

import math
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from distill.evaluation import figures, metrics, summary
from distill.evaluation.card import write_card
from distill.evaluation.formats import points, ratio
from distill.evaluation.metrics import Interval
from distill.evaluation.neighbours import Wording
from distill.evaluation.records import Evaluation, Gate, Model, Questions, Role
from distill.evaluation.report import render, write_report
from distill.evaluation.verdict import standing, verdict

CLASSES = ("find", "price", "hours", "never_asked", "out_of_scope")
SECTIONS = ("verdict", "headline", "gates", "trade-offs", "gain", "labels", "confusion", "reliability", "slices", "mistakes", "limits", "terms")
EVIL = "<script>alert('milk')</script>"
VOID = {"meta", "br", "link", "img", "hr", "input"}
LIMITS = ("No shopper wrote these questions.",)


class Page(HTMLParser):
    """What a page holds; an end tag that does not fit is an error."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.text.append(data)


def evaluation(teacher: float = 3.0, student: float = 2.0, plain: float | None = 1.2) -> Evaluation:
    """240 questions in two languages; the numbers are how far the right class stands out."""
    random = np.random.default_rng(4)
    labels = random.choice([0, 0, 1, 2, 4], 240)
    texts = tuple(EVIL if n == 0 else f"question {n}" if n % 2 else f"第{n}个问题" for n in range(240))
    noise = tuple("typos" if n % 3 else "clean" for n in range(240))
    asked = Questions(tuple(map(str, range(240))), texts, labels, tuple("en" if n % 2 else "zh" for n in range(240)), CLASSES, {"noise": noise}, CLASSES[-1])

    def model(name: str, role: Role, skill: float, size: int | None = None, milliseconds: float | None = None) -> Model:
        logits = random.normal(size=(240, 5)) + skill * np.eye(5)[labels]
        logits[0] = [9.0, 0, 0, 0, 0] if labels[0] else [0, 9.0, 0, 0, 0]  # the first question is wrong, and surely so
        return Model(name, role, metrics.at_temperature(logits, 1.0), milliseconds, size, 0.4 if role == "student" else None)

    models = [model("big & slow", "teacher", teacher, 118_000_000, 40.0), model("small", "student", student, 10_000_000, 0.5)]
    models += [model("alone", "student_plain", plain)] if plain is not None else []
    gates = (Gate("accuracy", "80.0 %", "≥ 75 %", True), Gate("refused", 0.08, 0.03, False))
    return Evaluation("Test <b>set</b>", asked, tuple(models), gates, LIMITS, ("Two cores, idle.",))


WORDINGS = (Wording("alert milk", "find"), Wording("question 1", "price"), Wording(EVIL, "hours"))


@pytest.fixture(scope="module")
def html() -> str:
    return render(evaluation(), WORDINGS)


@pytest.fixture(scope="module")
def page(html: str) -> Page:
    parsed = Page()
    parsed.feed(html)
    parsed.close()
    assert parsed.open == []
    return parsed


def test_every_section_is_there_once_and_reachable(page: Page) -> None:
    ids = Counter(attrs["id"] for _, attrs in page.tags if "id" in attrs)
    assert all(ids[section] == 1 for section in SECTIONS)
    assert max(ids.values()) == 1
    assert {attrs["href"] for tag, attrs in page.tags if tag == "a"} == {f"#{section}" for section in SECTIONS[1:]}
    assert "No shopper wrote these questions." in "".join(page.text)


def test_nothing_is_fetched(html: str, page: Page) -> None:
    pointing = [value for _, attrs in page.tags for key, value in attrs.items() if key in ("src", "href", "xlink:href", "srcset", "action", "data")]
    assert pointing
    assert all(value is not None and value.startswith("#") for value in pointing)
    assert "@import" not in html
    assert not re.search(r"url\((?!#|&#)", html)
    assert not {"link", "img", "iframe", "object"} & {tag for tag, _ in page.tags}


def test_a_question_is_shown_and_not_run(html: str, page: Page) -> None:
    assert EVIL not in html
    assert EVIL in "".join(page.text)
    assert sum(tag == "script" for tag, _ in page.tags) == 1
    assert "<b>set</b>" not in html


def test_no_figure_reads_nan(page: Page) -> None:
    assert not re.search(r"\bnan\b", " ".join(page.text), re.IGNORECASE)
    assert not any(str(value).lower() == "nan" for _, attrs in page.tags for value in attrs.values())


def test_nothing_reads_nan_where_there_is_little_to_measure() -> None:
    asked = evaluation().questions
    within = replace(asked, labels=np.zeros(240, np.int64), out_of_scope=None, slices={})
    rows = np.eye(5)[np.zeros(240, np.int64)]
    bare = Evaluation("perfect", within, (Model("t", "teacher", rows), Model("s", "student", rows)))
    parsed = Page()
    parsed.feed(render(bare))
    assert not re.search(r"\bnan\b", " ".join(parsed.text), re.IGNORECASE)
    said = " ".join(parsed.text)
    assert "No gate was set" in said
    assert "No mistakes." in said
    assert "not measured" in said
    assert "no student was taught without its teacher" in said


def test_the_headline_table_says_what_the_metrics_say(html: str) -> None:
    given = evaluation()
    target, beyond = given.questions.labels, 4
    for model in given.models:
        said = metrics.decide(model.probabilities, beyond, model.threshold)
        expected = {
            "accuracy": metrics.accuracy(said, target),
            "in_scope": metrics.accuracy(said[target != beyond], target[target != beyond]),
            "macro_f1": metrics.macro_f1(said, target, 5),
            "out_of_scope_recall": metrics.out_of_scope_recall(said, target, beyond),
            "out_of_scope_auroc": metrics.out_of_scope_auroc(model.probabilities, target, beyond),
            "refused": metrics.refused_share(said, target, beyond),
            "calibration_error": metrics.calibration_error(model.probabilities, target),
            "brier": metrics.brier(model.probabilities, target),
        }
        row = re.search(rf'<tr data-model="{model.name.replace("&", "&amp;")}">(.*?)</tr>', html, re.DOTALL)
        assert row
        found = dict(re.findall(r'data-figure="(\w+)" data-sort="([^"]*)"', row[1]))
        assert {key: float(found[key]) for key in expected} == pytest.approx(expected)
        low, high = metrics.bootstrap(said == target)[1:]
        assert f"{100 * low:.1f} to {100 * high:.1f} %" in row[1]


def test_tables_have_captions_and_heads_and_figures_have_words(page: Page) -> None:
    kinds = Counter(tag for tag, _ in page.tags)
    assert kinds["caption"] == kinds["table"]
    assert all(attrs.get("scope") in ("col", "row") for tag, attrs in page.tags if tag == "th")
    pictures = [attrs for tag, attrs in page.tags if tag == "svg"]
    assert len([p for p in pictures if p.get("role") == "img" and p.get("aria-label")]) == 4
    assert all(p.get("role") == "img" or p.get("aria-hidden") == "true" for p in pictures)


def test_figures_are_sound_svg_that_takes_the_pages_colours() -> None:
    given = evaluation()
    table = metrics.confusion(summary.answers(given, given.student), given.questions.labels, 5)
    drawn = [
        figures.delta_bars(summary.deltas(given), [*CLASSES[:4], "a & <b> $x$"]),
        figures.heat_map(table, CLASSES),
        figures.reliability([figures.Reliability("s", "student", metrics.reliability_bins(given.student.probabilities, given.questions.labels), 0.1)]),
        figures.trade_offs([figures.Point("s", "student", 0.8, 1.0, None, True), figures.Point("t", "teacher", 0.9, 30.0, None, True)]),
    ]
    for svg in drawn:
        assert ElementTree.fromstring(svg).tag.endswith("svg")
        assert "var(--" in svg
        assert not any(colour in svg for colour in figures.COLOURS.values())
    ids = re.findall(r' id="([^"]*)"', "".join(drawn))
    assert len(set(ids)) == len(ids)


def test_a_figure_of_many_labels_shows_the_worst() -> None:
    names = [f"label {n}" for n in range(100)]
    svg = figures.heat_map(np.diag(np.full(100, 30)) + 5 * np.eye(100, k=1, dtype=np.int64) * (np.arange(100) < 10)[:, None], names)
    assert svg.count("label 3<") == 2
    assert svg.count("label 99<") == 0
    bars = figures.delta_bars([metrics.Delta(n, 30, 0.5, 0.5 - n / 1000, -n / 1000) for n in range(100)], names)
    assert "label 99 (30)" in bars
    assert "label 3 (30)" not in bars


def test_the_surest_wrong_answer_comes_first_with_the_wording_it_is_closest_to() -> None:
    first = summary.mistakes(evaluation(), WORDINGS)[0]
    assert first.text == EVIL
    assert first.confidence > 0.99
    assert first.near[0].wording == WORDINGS[2]
    assert summary.copies(evaluation().questions.texts, WORDINGS) == 2


def test_a_label_is_marked_only_with_enough_questions_and_a_loss_beyond_the_bound() -> None:
    assert summary.marked(metrics.Delta(0, 20, 0.9, 0.85, -0.05))
    assert not summary.marked(metrics.Delta(0, 19, 0.9, 0.5, -0.4))
    assert not summary.marked(metrics.Delta(0, 50, 0.9, 0.88, -0.02))


def test_what_is_worse_in_everything_is_no_good_trade() -> None:
    given = evaluation()
    worse = Model("worse", "tfidf", np.full((240, 5), 0.2), 50.0, 200_000_000)
    assert summary.best_trades(replace(given, models=(*given.models, worse))) == {"big & slow", "small"}


@pytest.mark.parametrize(("plain", "said"), [(0.5, "the student is better at them"), (4.0, "the student is worse at them"), (None, "Not known")])
def test_the_gain_of_distillation_is_told_also_where_it_is_none(plain: float | None, said: str) -> None:
    assert said in render(evaluation(plain=plain))


def test_the_verdict_claims_no_difference_that_the_questions_cannot_tell() -> None:
    assert standing("s", "t", Interval(0.01, -0.01, 0.03)) == "in accuracy these questions cannot tell s from t"
    assert standing("s", "t", Interval(0.02, 0.01, 0.03)) == "s is 2.0 points more accurate than t"
    assert standing("s", "t", Interval(-0.02, -0.03, -0.01)) == "s is 2.0 points less accurate than t"
    given = evaluation()
    assert verdict(given, summary.headlines(given)).startswith("Not to be shipped: 1 of 2 gates not kept (refused); ")
    kept = replace(given, gates=given.gates[:1])
    assert verdict(kept, summary.headlines(kept)).startswith("Ready by its gates: ")


def test_figures_are_written_with_a_sign_and_a_direction() -> None:
    assert (points(0.012), points(-0.012), points(-0.0001), points(math.nan)) == ("+1.2", "−1.2", "0.0", "–")
    assert (ratio(8.94, "smaller", "larger"), ratio(0.5, "smaller", "larger")) == ("8.9 × smaller", "2.0 × larger")


def test_report_and_card_are_written_alike_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_report(tmp_path / f"{name}.html", evaluation(), WORDINGS)
        write_card(tmp_path / f"{name}.md", evaluation(), "Understands what a shopper wants.", {"passes": 8}, {"rows": "ab" * 32})
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    card = (tmp_path / "a.md").read_text("utf-8")
    assert card == (tmp_path / "b.md").read_text("utf-8")
    assert '"passes": 8' in card
    assert "ab" * 32 in card
    assert "| refused | 0.08 | 0.03 | **no** |" in card
    assert LIMITS[0] in card
    assert not re.search(r"\bnan\b|<b>", card)
    given = evaluation()
    assert f"{100 * summary.right(given, given.student).mean():.1f} %" in card
    tables = re.findall(r"(?:^\|.*\n)+", card, re.MULTILINE)
    assert len(tables) >= 4
    assert all(len({len(re.findall(r"(?<!\\)\|", line)) for line in table.strip().split("\n")}) == 1 for table in tables)
