"""How figures are written in report and model card: shares in percent, differences in points, a dash where there is no figure."""

import math
from collections.abc import Callable
from typing import Final

from distill.evaluation.metrics import Interval

ROLES: Final = {
    "teacher": "teacher", "student_plain": "student without teacher", "student": "student", "int8": "student, int8", "tfidf": "baseline: TF-IDF",
    "static": "baseline: token table",
}  # fmt: skip


def percent(value: float) -> str:
    """A share, 0 to 1, as "90.4 %"."""
    return "–" if math.isnan(value) else f"{100 * value:.1f} %"


def interval(value: Interval) -> str:
    """The bounds of a share as "87.8 to 92.7 %"."""
    return "–" if math.isnan(value.low) else f"{100 * value.low:.1f} to {100 * value.high:.1f} %"


def points(value: float) -> str:
    """A difference of shares in percentage points, with its sign."""
    return "–" if math.isnan(value) else f"{100 * value:+.1f}".replace("-", "−").replace("+0.0", "0.0").replace("−0.0", "0.0")


def point_interval(value: Interval) -> str:
    """The bounds of a difference in percentage points."""
    return "–" if math.isnan(value.low) else f"{points(value.low)} to {points(value.high)}"


def number(value: float) -> str:
    """Three decimals."""
    return "–" if math.isnan(value) else f"{value:.3f}"


def size(value: int | None) -> str:
    """Bytes as megabytes."""
    return "–" if value is None else f"{value / 1e6:.1f} MB" if value >= 1e5 else f"{value / 1e3:.1f} kB"


def milliseconds(value: float | None) -> str:
    """Milliseconds, two digits where it is quick."""
    return "–" if value is None else f"{value:.2f} ms" if value < 10 else f"{value:.0f} ms"


def ratio(value: float, more: str, less: str) -> str:
    """A ratio in words: "8.9 × smaller", or "1.2 × larger" where it is below one."""
    return f"{max(value, 1 / value):.1f} × {more if value >= 1 else less}"


def raw(value: float | None) -> str:
    """The figure itself, for sorting; nothing where there is none."""
    return "" if value is None or math.isnan(value) else repr(float(value))


def plain(value: str | float) -> str:
    """A gate's value or bound: words as they are, a number short."""
    return value if isinstance(value, str) else f"{value:g}"


FORMATS: Final[dict[str, Callable[..., str]]] = {
    "percent": percent, "interval": interval, "points": points, "point_interval": point_interval, "number": number, "size": size,
    "milliseconds": milliseconds, "ratio": ratio, "raw": raw, "plain": plain,
}  # fmt: skip
