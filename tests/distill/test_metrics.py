"""Every figure against numbers worked out by hand, and within its range whatever the answers are."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score

from distill.evaluation import metrics
from kiosk.core import BrokenData

TARGET = np.array([0, 0, 1, 1, 2, 2])
SAID = np.array([0, 1, 1, 2, 2, 0])
FOUR = np.array([[0.9, 0.1], [0.9, 0.1], [0.4, 0.6], [0.4, 0.6]])


@st.composite
def answered(draw: st.DrawFn) -> tuple[metrics.Floats, metrics.Ints]:
    """Probabilities of 1 to 30 questions over 2 to 5 classes, and their labels."""
    count, classes = draw(st.integers(1, 30)), draw(st.integers(2, 5))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return random.dirichlet(np.full(classes, draw(st.sampled_from([0.05, 1.0, 20.0]))), count), random.integers(0, classes, count)


def test_accuracy_is_the_share_of_right_answers() -> None:
    assert metrics.accuracy(SAID, TARGET) == pytest.approx(3 / 6)


def test_macro_f1_is_the_mean_over_labels_that_occur() -> None:
    # 0: tp 1 fp 1 fn 1 → 1/2; 1: tp 1 fp 1 fn 1 → 1/2; 2: tp 1 fp 1 fn 1 → 1/2; with the last answer put right: 2/3, 1/2, 4/5
    assert metrics.macro_f1(SAID, TARGET, 3) == pytest.approx(0.5)
    better = np.array([0, 1, 1, 2, 2, 2])
    assert metrics.macro_f1(better, TARGET, 3) == pytest.approx((2 / 3 + 1 / 2 + 4 / 5) / 3)
    assert metrics.macro_f1(better, TARGET, 7) == pytest.approx(f1_score(TARGET, better, average="macro"))


def test_recall_of_the_out_of_scope_class_and_share_of_real_questions_refused() -> None:
    assert metrics.out_of_scope_recall(SAID, TARGET, 2) == pytest.approx(1 / 2)
    assert metrics.refused_share(SAID, TARGET, 2) == pytest.approx(1 / 4)


def test_auroc_counts_pairs_in_order() -> None:
    # by probability: 0.9 and 0.4 against 0.5 and 0.1, three pairs of four; by the largest other: 0.1, 0.5 (of 0.9, 0.5) against 0.7, 0.5
    probabilities = np.array([[0.06, 0.04, 0.9], [0.5, 0.1, 0.4], [0.3, 0.2, 0.5], [0.5, 0.4, 0.1]])
    target = np.array([2, 2, 0, 1])
    assert metrics.out_of_scope_auroc(probabilities, target, 2) == pytest.approx(3 / 4)
    assert metrics.out_of_scope_scores(probabilities, 2, "max") == pytest.approx([0.94, 0.5, 0.7, 0.5])
    assert metrics.out_of_scope_auroc(probabilities, target, 2, "max") == pytest.approx((2 + 0 + 0.5) / 4)


def test_a_figure_of_no_questions_is_not_a_number() -> None:
    none = np.array([], np.int64)
    assert math.isnan(metrics.accuracy(none, none))
    assert math.isnan(metrics.out_of_scope_recall(SAID, TARGET, 5))
    assert math.isnan(metrics.out_of_scope_auroc(FOUR, np.zeros(4, np.int64), 1))
    assert math.isnan(metrics.bootstrap([]).low)


def test_a_threshold_refuses_from_it_on_and_without_one_the_most_probable_class_decides() -> None:
    probabilities = np.array([[0.5, 0.3, 0.2], [0.3, 0.2, 0.5], [0.6, 0.3, 0.1]])
    assert metrics.decide(probabilities, 2).tolist() == [0, 2, 0]
    assert metrics.decide(probabilities, 2, 0.2).tolist() == [2, 2, 0]
    assert metrics.decide(probabilities, 2, 0.6).tolist() == [0, 0, 0]
    assert metrics.decide(probabilities, 2, 0.7, "max").tolist() == [0, 2, 0]


def test_calibration_error_is_the_weighted_gap_of_the_bins() -> None:
    target = np.array([0, 1, 1, 0])  # right half of the time, at confidence 0.9 and at 0.6
    assert metrics.calibration_error(FOUR, target) == pytest.approx(0.5 * 0.4 + 0.5 * 0.1)
    bins = metrics.reliability_bins(FOUR, target)
    assert len(bins) == 15
    assert bins[8] == pytest.approx((2, 0.6, 0.5))  # (8/15, 9/15], the upper edge belongs to it
    assert bins[13] == pytest.approx((2, 0.9, 0.5))
    assert sum(b.questions for b in bins) == 4


def test_brier_is_the_squared_distance_from_the_truth() -> None:
    assert metrics.brier(np.array([[0.7, 0.3], [0.0, 1.0]]), np.array([0, 0])) == pytest.approx((0.18 + 2.0) / 2)


def test_rows_of_the_confusion_matrix_are_true_labels() -> None:
    assert metrics.confusion(SAID, TARGET, 3).tolist() == [[1, 1, 0], [0, 1, 1], [1, 0, 1]]
    recalls, asked = metrics.recalls(SAID, TARGET, 4)
    assert recalls[:3] == pytest.approx([0.5, 0.5, 0.5])
    assert math.isnan(recalls[3])
    assert asked.tolist() == [2, 2, 2, 0]


def test_deltas_are_student_minus_teacher_worst_first_with_their_counts() -> None:
    student, teacher = np.array([0, 0, 1, 2, 0, 0]), SAID
    assert metrics.recall_deltas(student, teacher, TARGET, 4) == [(2, 2, 0.5, 0.0, -0.5), (1, 2, 0.5, 0.5, 0.0), (0, 2, 0.5, 1.0, 0.5)]


def test_the_bootstrap_interval_is_the_percentile_of_resampled_means() -> None:
    values = np.random.default_rng(1).random(40) < 0.7
    random = np.random.default_rng(3)
    means = [values[random.integers(0, 40, 40, dtype=np.int32)].mean() for _ in range(1000)]
    found = metrics.bootstrap(values, seed=3)
    assert found == pytest.approx((values.mean(), *np.quantile(means, [0.025, 0.975])), abs=0.01)
    assert found == metrics.bootstrap(values, seed=3)
    # the normal approximation of a share: 0.5 ± 1.96 · sqrt(0.25 / 400)
    assert metrics.bootstrap(np.arange(400) % 2) == pytest.approx((0.5, 0.451, 0.549), abs=0.006)


def test_paired_answers_are_drawn_together() -> None:
    first = np.array([1.0] * 60 + [0.0] * 40)
    assert metrics.paired_bootstrap(first, first) == (0, 0, 0)
    assert metrics.paired_bootstrap(first, first - 0.25) == (0.25, 0.25, 0.25)


def test_the_temperature_makes_confidence_equal_the_share_right() -> None:
    logits = np.array([[3.0, 0.0]] * 4)  # three of four right: sigmoid(3 / T) = 3/4, T = 3 / ln 3
    target = np.array([0, 0, 0, 1])
    found = metrics.fit_temperature(logits, target)
    assert found == pytest.approx(3 / math.log(3), rel=1e-3)
    assert metrics.at_temperature(logits, found)[0] == pytest.approx([0.75, 0.25], abs=1e-3)
    assert metrics.negative_log_likelihood(logits, target, found) == pytest.approx(-(3 * math.log(0.75) + math.log(0.25)) / 4, abs=1e-6)
    with pytest.raises(BrokenData, match="no logits"):
        metrics.fit_temperature(np.zeros((0, 2)), np.array([], np.int64))


@given(answered())
def test_every_figure_stays_in_its_range(case: tuple[metrics.Floats, metrics.Ints]) -> None:
    probabilities, target = case
    classes, beyond = probabilities.shape[1], probabilities.shape[1] - 1
    said = metrics.decide(probabilities, beyond, 0.3)
    shares = [
        metrics.accuracy(said, target), metrics.macro_f1(said, target, classes), metrics.calibration_error(probabilities, target),
        metrics.brier(probabilities, target) / 2, metrics.out_of_scope_recall(said, target, beyond), metrics.refused_share(said, target, beyond),
        metrics.out_of_scope_auroc(probabilities, target, beyond), metrics.out_of_scope_auroc(probabilities, target, beyond, "max"),
    ]  # fmt: skip
    assert all(math.isnan(value) or -1e-12 <= value <= 1 + 1e-12 for value in shares)
    assert metrics.confusion(said, target, classes).sum() == len(target)
    found = metrics.bootstrap(said == target, resamples=50)
    assert 0 <= found.low <= found.high <= 1


@given(answered(), st.floats(0.01, 0.99))
def test_the_fitted_refusal_loses_to_no_threshold_of_either_score_by_more_than_a_standard_error(case: tuple[metrics.Floats, metrics.Ints], share: float) -> None:
    probabilities, target = case
    beyond = probabilities.shape[1] - 1
    if len(set((target == beyond).tolist())) == 2:

        far = target == beyond

        def value(score: metrics.OosScore, threshold: float) -> tuple[float, float]:
            right = metrics.decide(probabilities, beyond, threshold, score) == target
            within, refused = float(right[~far].mean()), float(right[far].mean())
            spread = (1 - share) ** 2 * within * (1 - within) / (~far).sum() + share**2 * refused * (1 - refused) / far.sum()
            return (1 - share) * within + share * refused, math.sqrt(spread)

        found = metrics.fit_refusal(probabilities, target, beyond, share)
        others = [
            value(score, threshold) for score in ("probability", "max") for threshold in (*metrics.out_of_scope_scores(probabilities, beyond, score), 1.1)
        ]
        best = max(others)[0]
        assert value(*found)[0] >= best - max(error for reached, error in others if reached >= best - 1e-9) - 1e-9


@given(answered(), st.floats(0.2, 5))
def test_a_temperature_changes_no_answer(case: tuple[metrics.Floats, metrics.Ints], temperature: float) -> None:
    logits = np.log(case[0] + 1e-6)
    warmed = metrics.at_temperature(logits, temperature)
    assert warmed.sum(axis=1) == pytest.approx(1)
    assert (warmed.argmax(axis=1) == logits.argmax(axis=1)).all()


def test_the_refusal_with_the_most_right_answers_is_found() -> None:
    """Two classes and none of them (class 2): the sum over the other two tells, P(2) does not; by hand the best threshold lies between 0.4 and 0.6."""
    rows = np.array([[0.9, 0.05, 0.05], [0.2, 0.6, 0.2], [0.4, 0.35, 0.25], [0.35, 0.45, 0.2]])
    target = np.array([0, 1, 2, 2])
    score, threshold = metrics.fit_refusal(rows, target, 2, 0.5)
    assert score == "max"
    assert 0.4 < threshold <= 0.55
    assert (metrics.decide(rows, 2, threshold, score) == target).all()


def test_the_refusal_counts_as_many_questions_out_of_scope_as_there_will_be() -> None:
    """One of three questions out of scope cannot be told: where such are rare all are answered, where they are common all are refused."""
    rows = np.tile([0.5, 0.2, 0.3], (3, 1))
    target = np.array([0, 0, 2])
    assert (metrics.decide(rows, 2, metrics.fit_refusal(rows, target, 2, 0.01)[1], metrics.fit_refusal(rows, target, 2, 0.01)[0]) == 0).all()
    assert (metrics.decide(rows, 2, metrics.fit_refusal(rows, target, 2, 0.99)[1], metrics.fit_refusal(rows, target, 2, 0.99)[0]) == 2).all()
    with pytest.raises(BrokenData, match="in scope and out of scope"):
        metrics.fit_refusal(rows, np.zeros(3, np.int64), 2, 0.5)
