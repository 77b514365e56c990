"""Figures of the report as SVG text that takes its colours from the page: matplotlib draws in stand-in colours, which become CSS variables.

So one figure serves light, dark and paper. Letters stay text, ids are of one figure alone, nothing points outside the page.
"""

import io
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final, NamedTuple

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from distill.evaluation.metrics import Bin, Delta, Ints
from distill.evaluation.summary import FEW, LOSS, marked

Box = tuple[float, float, float, float]
"""Left, bottom, right, top, in points."""
SHOWN: Final = 60
"""So many labels can be read in one figure."""
PANEL: Final = (340.0, 245.0)
"""About the width and height of one panel of `trade_offs`, in points: names are kept apart by it."""
COLOURS: Final = {
    "ink": "#010101", "muted": "#020202", "line": "#030303", "paper": "#040404", "good": "#050505", "bad": "#060606",
    "teacher": "#070707", "student": "#080808", "student_plain": "#090909", "int8": "#0a0a0a", "tfidf": "#0b0b0b", "static": "#0c0c0c",
}  # fmt: skip
"""The page's CSS variables and the colours that stand for them while drawing."""
MARKERS: Final = {"teacher": "s", "student": "o", "student_plain": "D", "int8": "o", "tfidf": "^", "static": "v"}
_STYLE: Final[dict[Any, Any]] = {
    "svg.fonttype": "none", "text.parse_math": False, "font.size": 10, "axes.spines.top": False, "axes.spines.right": False,
    "axes.edgecolor": COLOURS["line"], "axes.labelcolor": COLOURS["muted"], "axes.titlecolor": COLOURS["ink"], "axes.titlesize": 11, "axes.titlelocation": "left",
    "text.color": COLOURS["ink"], "xtick.color": COLOURS["line"], "ytick.color": COLOURS["line"],
    "xtick.labelcolor": COLOURS["muted"], "ytick.labelcolor": COLOURS["muted"], "grid.color": COLOURS["line"], "axes.axisbelow": True,
}  # fmt: skip


class Point(NamedTuple):
    """A model in the plane of accuracy (0 to 1) and cost; `best` = no other model is better in everything."""

    name: str
    role: str
    accuracy: float
    milliseconds: float | None
    size: int | None
    best: bool


class Reliability(NamedTuple):
    """A model's reliability diagram, with its calibration error (0 to 1)."""

    name: str
    role: str
    bins: Sequence[Bin]
    error: float


def delta_bars(deltas: Sequence[Delta], classes: Sequence[str]) -> str:
    """Bars of recall, student − teacher, worst on top, pale where nothing is to be judged. At most `SHOWN`, the largest differences."""
    rows = sorted(sorted(deltas, key=lambda row: -abs(row.delta))[:SHOWN], key=lambda row: row.delta)
    with matplotlib.rc_context({**_STYLE, "svg.hashsalt": "deltas"}):
        figure = Figure(figsize=(10.4, 0.9 + 0.19 * len(rows)), layout="constrained")
        axes = figure.add_subplot()
        for place, row in enumerate(rows):
            colour = "bad" if marked(row) else "good" if row.delta > 0 and row.questions >= FEW else "muted"
            axes.barh(place, 100 * row.delta, height=0.68, color=COLOURS[colour], alpha=0.5 if colour == "muted" else 1.0)
        axes.axvline(0, color=COLOURS["ink"], linewidth=0.8)
        axes.axvline(-100 * LOSS, color=COLOURS["bad"], linewidth=0.8, linestyle=(0, (4, 3)))
        axes.set_yticks(range(len(rows)), [f"{classes[row.label]} ({row.questions})" for row in rows], fontsize=9)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.set_xlabel("recall, student − teacher, percentage points; in brackets the questions of the label")
        axes.grid(axis="x", linewidth=0.6)
        axes.tick_params(length=0)
        axes.spines["left"].set_visible(False)
        worst = f"{classes[rows[0].label]} at {100 * rows[0].delta:+.1f} points, {classes[rows[-1].label]} at {100 * rows[-1].delta:+.1f}" if rows else "none"
        return _svg(figure, f"Bar chart of recall, student minus teacher, for {len(rows)} labels, sorted; the ends are {worst}.")


def heat_map(table: Ints, classes: Sequence[str]) -> str:
    """A confusion matrix, each row as shares of its label: right answers in one colour, mistakes in another with their number."""
    wrong = table - np.diag(table.diagonal())
    busiest = np.argsort(-(wrong.sum(axis=0) + wrong.sum(axis=1)), kind="stable")[:SHOWN]
    kept = np.sort(busiest[(table.sum(axis=0) + table.sum(axis=1))[busiest] > 0])
    asked = np.maximum(table.sum(axis=1), 1)
    with matplotlib.rc_context({**_STYLE, "svg.hashsalt": "confusion"}):
        side = max(4.5, min(10.4, 2.6 + 0.34 * len(kept)))
        figure = Figure(figsize=(side, side * 0.97), layout="constrained")
        axes = figure.add_subplot()
        letters = 9 if len(kept) <= 25 else 6.5
        for y, truth in enumerate(kept):
            for x, said in enumerate(kept):
                if count := int(table[truth, said]):
                    of_label = count / asked[truth]
                    colour, depth = ("good", 0.12 + 0.6 * of_label) if truth == said else ("bad", min(1.0, 0.2 + 1.6 * of_label))
                    axes.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=COLOURS[colour], alpha=depth, linewidth=0))
                    if truth != said or len(kept) <= 25:
                        axes.text(x, y, str(count), ha="center", va="center_baseline", fontsize=letters)
        ends = (-0.5, len(kept) - 0.5)
        axes.set_xlim(*ends)
        axes.set_ylim(ends[1], ends[0])
        names = [classes[n] for n in kept]
        axes.set_xticks(range(len(kept)), names, rotation=90, fontsize=8)
        axes.set_yticks(range(len(kept)), names, fontsize=8)
        axes.set_xticks(np.arange(*ends), minor=True)
        axes.set_yticks(np.arange(*ends), minor=True)
        axes.grid(which="minor", linewidth=0.4)
        axes.tick_params(which="both", length=0)
        axes.set_xlabel("answered")
        axes.set_ylabel("true label")
        for spine in axes.spines.values():
            spine.set_visible(False)
        return _svg(figure, f"Confusion matrix of {len(kept)} labels; the most frequent mistakes stand in the table beside it.")


def reliability(diagrams: Sequence[Reliability]) -> str:
    """One panel a model: how often it was right against how sure it was, the diagonal for comparison, and the share of questions below."""
    highest = max(b.questions / sum(b.questions for b in d.bins) for d in diagrams for b in d.bins)
    with matplotlib.rc_context({**_STYLE, "svg.hashsalt": "reliability"}):
        figure = Figure(figsize=(10.4 if len(diagrams) > 2 else 7.4, 4.4), layout="constrained")
        panels = figure.subplots(2, len(diagrams), height_ratios=(4, 1), sharex=True, sharey="row", squeeze=False)
        for column, diagram in enumerate(diagrams):
            _reliability_panel(panels[0, column], panels[1, column], diagram, highest)
        panels[0, 0].set_ylabel("share right")
        panels[1, 0].set_ylabel("questions")
        said = "; ".join(f"{d.name}: calibration error {100 * d.error:.1f} %" for d in diagrams)
        return _svg(figure, f"Reliability diagrams, share right against confidence. {said}.")


def _reliability_panel(upper: Axes, lower: Axes, diagram: Reliability, highest: float) -> None:
    count, total = len(diagram.bins), sum(b.questions for b in diagram.bins)
    left = np.arange(count) / count
    colour = COLOURS[diagram.role]
    upper.bar(left, [b.accuracy if b.questions else 0 for b in diagram.bins], width=0.92 / count, align="edge", color=colour, alpha=0.4)
    upper.plot([0, 1], [0, 1], color=COLOURS["muted"], linewidth=0.9, linestyle=(0, (4, 3)))
    filled = [b for b in diagram.bins if b.questions]
    upper.plot([b.confidence for b in filled], [b.accuracy for b in filled], color=colour, marker="o", markersize=3.5, linewidth=1.2)
    upper.set_title(f"{diagram.name} · ECE {100 * diagram.error:.1f} %", fontsize=10)
    upper.set_ylim(0, 1.02)
    lower.bar(left, [b.questions / total for b in diagram.bins], width=0.92 / count, align="edge", color=colour)
    lower.set_xlim(0, 1)
    lower.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1])
    lower.set_yticks([highest], [f"{100 * highest:.0f} %"])
    lower.set_ylim(0, 1.05 * highest)
    lower.set_xlabel("confidence")
    for axes in (upper, lower):
        axes.grid(axis="y", linewidth=0.6)
        axes.tick_params(length=0)


def trade_offs(points: Sequence[Point]) -> str:
    """Accuracy against time and against size, both logarithmic; filled marks are models that none beats in everything."""
    with matplotlib.rc_context({**_STYLE, "svg.hashsalt": "trade-offs"}):
        figure = Figure(figsize=(10.4, 4.0), layout="constrained")
        panels = figure.subplots(1, 2, sharey=True)
        timed = [(p, float(p.milliseconds)) for p in points if p.milliseconds is not None]
        weighed = [(p, p.size / 1e6) for p in points if p.size is not None]
        for axes, placed, label in ((panels[0], timed, "time of a question, p50, milliseconds"), (panels[1], weighed, "size, MB")):
            _trade_off_panel(axes, placed, label)
        panels[0].set_ylabel("accuracy, %")
        best = ", ".join(p.name for p in points if p.best)
        return _svg(figure, f"Scatter plots of accuracy against time and against size. None is better in everything than: {best}.")


def _trade_off_panel(axes: Axes, placed: Sequence[tuple[Point, float]], label: str) -> None:
    axes.set_xscale("log")
    axes.set_xlabel(label)
    axes.grid(linewidth=0.6)
    axes.tick_params(which="both", length=0)
    if not placed:
        axes.text(0.5, 0.5, "not measured", transform=axes.transAxes, ha="center", color=COLOURS["muted"])
        return
    costs, heights = [cost for _, cost in placed], [100 * p.accuracy for p, _ in placed]
    axes.set_xlim(min(costs) / 2.5, max(costs) * 2.5)
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    spread = max(max(heights) - min(heights), 4.0)
    axes.set_ylim(min(heights) - 0.16 * spread, max(heights) + 0.16 * spread)
    (left, right), (bottom, top) = np.log(axes.get_xlim()), axes.get_ylim()
    spots = [(PANEL[0] * (np.log(cost) - left) / (right - left), PANEL[1] * (100 * p.accuracy - bottom) / (top - bottom)) for p, cost in placed]
    for (point, cost), (across, up) in zip(placed, _label_places(spots, [p.name for p, _ in placed]), strict=True):
        colour, height = COLOURS[point.role], 100 * point.accuracy
        axes.plot(
            cost, height, MARKERS[point.role], color=colour, markersize=8, markerfacecolor=colour if point.best else COLOURS["paper"], markeredgewidth=1.6
        )
        leader = {"arrowstyle": "-", "color": COLOURS["muted"], "linewidth": 0.6, "shrinkA": 0, "shrinkB": 4} if abs(up) > 9 else None
        side = "left" if across > 0 else "right"
        axes.annotate(point.name, (cost, height), (across, up), textcoords="offset points", ha=side, va="center", fontsize=9, arrowprops=leader)


def _label_places(spots: Sequence[tuple[float, float]], names: Sequence[str]) -> list[tuple[float, float]]:
    """Where each name goes, in points from its mark: beside it, moved up or down as little as keeps it clear of marks and of other names."""
    taken = [(x - 6, y - 6, x + 6, y + 6) for x, y in spots]
    places: list[tuple[float, float]] = []
    for (x, y), name in zip(spots, names, strict=True):
        width = 5.3 * len(name)
        tried = [(side, up) for up in (0, 9, -9, 14, -14, 20, -20, 27, -27, 35, -35) for side in (9, -9)]
        boxes = [(x + side - (width if side < 0 else 0), y + up - 5.5, x + side + (width if side > 0 else 0), y + up + 5.5) for side, up in tried]
        best = min(range(len(tried)), key=lambda n: (_covered(boxes[n], taken) + _outside(boxes[n]), n))
        taken.append(boxes[best])
        places.append(tried[best])
    return places


def _covered(box: Box, others: Sequence[Box]) -> float:
    """Area of a box that lies on others, in square points."""
    sides = [(min(box[2], other[2]) - max(box[0], other[0]), min(box[3], other[3]) - max(box[1], other[1])) for other in others]
    return sum(wide * high for wide, high in sides if wide > 0 and high > 0)


def _outside(box: Box) -> float:
    """How far a box reaches beyond the panel, weighed as an area."""
    return 20 * (max(0.0, -box[0]) + max(0.0, box[2] - PANEL[0]) + max(0.0, -box[1]) + max(0.0, box[3] - PANEL[1]))


def noise_curve(levels: Sequence[float], lines: Mapping[str, Mapping[float, float]]) -> str:
    """Lines of shares wrong (0 to 1) at ever louder noise.

    Args:
        levels: decibels of speech above the noise, falling; infinite without noise.
        lines: what each line is of → its share wrong by level; a level that it lacks is left out.
    """
    marks = list(zip(("student", "teacher", "int8"), "os^", strict=True))
    with matplotlib.rc_context({**_STYLE, "svg.hashsalt": "noise"}):
        figure = Figure(figsize=(7.4, 3.6), layout="constrained")
        axes = figure.add_subplot()
        for (name, line), (role, mark) in zip(lines.items(), marks, strict=False):
            places = [n for n, level in enumerate(levels) if level in line]
            axes.plot(places, [100 * line[levels[n]] for n in places], color=COLOURS[role], marker=mark, linewidth=1.4)
            axes.annotate(name, (places[-1], 100 * line[levels[places[-1]]]), (8, 0), textcoords="offset points", va="center", fontsize=9)
        axes.set_xticks(range(len(levels)), ["none" if level == np.inf else f"{level:g}" for level in levels])
        axes.set_xlim(-0.3, len(levels) - 1 + 0.32 * len(levels))  # room for the names
        axes.set_ylim(0, None)
        axes.set_xlabel("babble: decibels of speech above it")
        axes.set_ylabel("wrong, %")
        axes.grid(axis="y", linewidth=0.6)
        axes.tick_params(length=0)
        ends = "; ".join(f"{name} from {100 * line[max(line)]:.1f} to {100 * line[min(line)]:.1f} %" for name, line in lines.items())
        return _svg(figure, f"Shares wrong in ever louder babble. {ends}.")


def _svg(figure: Figure, alternative: str) -> str:
    """The figure's SVG element alone, with the page's colours and letters and a text for those who do not see it."""
    written = io.StringIO()
    figure.savefig(written, format="svg", transparent=True, metadata={"Creator": None, "Date": None, "Format": None, "Type": None})
    svg = written.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<style.*?</style>", "", svg, count=1, flags=re.DOTALL)
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r' id="[\w.]+_\d+"', "", svg)  # names of parts, the same in every figure
    svg = re.sub(r"font-family: [^;\"]*;? ?", "", svg)
    for name, colour in COLOURS.items():
        svg = svg.replace(colour, f"var(--{name.replace('_', '-')})")
    width = re.search(r'width="([\d.]+)pt" height="[\d.]+pt"', svg)
    assert width is not None
    start = f'style="max-width: {float(width[1]) * 1.4:.0f}px" role="img" aria-label="{escape(alternative)}"'
    return svg.replace(width[0], start, 1).replace("\n", " ").strip()
