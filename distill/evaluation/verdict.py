"""The verdict in words: whether the gates are kept, how the student stands to its teacher, and no more than the questions can tell."""

from collections.abc import Sequence

from distill.evaluation.formats import interval, percent, point_interval, points, ratio
from distill.evaluation.metrics import Interval
from distill.evaluation.records import Evaluation
from distill.evaluation.summary import Headline


def shipped(rows: Sequence[Headline]) -> Headline:
    """The model that the verdict is about: the int8 student where there is one, else the student."""
    return next((row for row in rows if row.model.role == "int8"), None) or next(row for row in rows if row.model.role == "student")


def verdict(evaluation: Evaluation, rows: Sequence[Headline]) -> str:
    """One sentence: whether the gates are kept and how the student stands to its teacher."""
    broken = [gate.name for gate in evaluation.gates if not gate.ok]
    if not evaluation.gates:
        state = "No gate was set"
    elif broken:
        state = f"Not to be shipped: {len(broken)} of {len(evaluation.gates)} gates not kept ({', '.join(broken)})"
    else:
        state = f"Ready by its gates: {'all ' if len(evaluation.gates) > 1 else ''}{len(evaluation.gates)} kept"
    row = shipped(rows)
    assert row.against is not None
    return f"{state}; {standing(row.model.name, evaluation.teacher.name, row.against)}."


def standing(mine: str, other: str, against: Interval) -> str:
    """How one model's accuracy compares with another's, as far as the questions can tell."""
    if against.low > 0:
        return f"{mine} is {100 * against.value:.1f} points more accurate than {other}"
    if against.high < 0:
        return f"{mine} is {-100 * against.value:.1f} points less accurate than {other}"
    return f"in accuracy these questions cannot tell {mine} from {other}"


def evidence(evaluation: Evaluation, rows: Sequence[Headline]) -> str:
    """The figures behind the verdict, in a sentence or two."""
    row, count = shipped(rows), len(evaluation.questions.ids)
    assert row.against is not None
    said = (
        f"{row.model.name} answers {percent(row.accuracy.value)} of {count:,} questions right (95 % interval {interval(row.accuracy)}): "
        f"{points(row.against.value)} points against {evaluation.teacher.name} ({point_interval(row.against)})."
    )
    ratios = ((row.smaller, "smaller", "larger"), (row.faster, "faster", "slower"))
    costs = [ratio(value, more, less) for value, more, less in ratios if value is not None]
    said = said[0].upper() + said[1:]
    return f"{said} It is {' and '.join(costs)} than its teacher." if costs else said
