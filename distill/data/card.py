"""What a corpus is made of, for people (a data card) and for programs (Parquet).

A card quotes rows of this repository's own sources only: other people's sentences and the questions that are measured on stay where they lie.
A folder of Parquet files is whole or not there: it is written beside its place and renamed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from distill.data.cleaning import Cleaned, Cleaning, Dropped, Item, Reason
from distill.data.sources import State
from kiosk.core import BrokenData

EXAMPLES = 3
ABOUT = "corpus.json"


def card(
    title: str, fingerprint: str, rows: Sequence[Item], sources: Sequence[State], seeds: Mapping[str, int], cleaning: tuple[Cleaned, Cleaning] | None = None,
    things: str = "texts", label: str = "label",
) -> str:  # fmt: skip
    """The data card of a corpus, in Markdown.

    Args:
        fingerprint: of the rows kept: `fingerprint_of`, or what `write_parquet` returned.
        rows: all rows, those that cleaning dropped too.
        sources: what was found of the sources that the rows come from or are measured on.
        seeds: every seed that the corpus depends on, by its name.
        cleaning: what it did and by which settings; None where the corpus was not cleaned.
        things: what the rows are; rows without a language are no texts and have no length.
        label: what they are labelled with.

    Raises:
        BrokenData: there are no rows, or none is left.
    """
    kept = [rows[n] for n in cleaning[0].kept] if cleaning else list(rows)
    if not kept:
        raise BrokenData("there is nothing to write a card about: no row is left", title, "build and clean the corpus first")
    spoken = ", language" if any(row.language for row in kept) else ""
    told = f"{len(kept):,} {things}" + (f" of {len(rows):,}; {len(rows) - len(kept):,} were dropped" if cleaning else "")
    parts = [
        f"# {title}",
        f"{told}. Fingerprint of those kept: `{fingerprint}`.",
        "## Sources", _sources(sources, kept, things),
        f"## {things.capitalize()} by {label}{spoken} and split", _labels(kept, label),
        *(("## Lengths in characters", _lengths(kept, things)) if spoken else ()),
        "## What cleaning dropped", _dropped(rows, *cleaning, {s.source.id for s in sources if s.source.place == "data"}) if cleaning else "Nothing was cleaned.",
        "## Seeds", _table(("seed", "value"), ((name, str(seed)) for name, seed in seeds.items())) if seeds else "None.",
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _sources(sources: Sequence[State], kept: Sequence[Item], things: str) -> str:
    count = Counter(row.source for row in kept)
    head = ("source", "what", "licence", "use", "origin", things, "SHA-256")
    return _table(
        head,
        ((s.source.id, s.source.title, s.source.licence, s.source.use, s.source.origin, count[s.source.id], _held(s)) for s in sources),
    )


def _held(state: State) -> str:
    if state.error or not state.digest:
        return "missing" if state.digest is None else f"not as expected: `{state.digest.sha256}`"
    return f"`{state.digest.sha256}`" + ("" if state.source.sha256 else " (not pinned)")


def _labels(kept: Sequence[Item], label: str) -> str:
    columns = sorted({(row.split, row.language) for row in kept}, reverse=True)
    count = Counter((row.label, row.split, row.language) for row in kept)
    lines = [(value, *(count[value, *column] for column in columns)) for value in sorted({row.label for row in kept})]
    total = Counter((row.split, row.language) for row in kept)
    return _table((label, *(f"{split} {language}".strip() for split, language in columns)), [*lines, ("all", *(total[c] for c in columns))])


def _lengths(kept: Sequence[Item], things: str) -> str:
    lengths: dict[tuple[str, str], list[int]] = {}
    for row in kept:
        lengths.setdefault((row.split, row.language), []).append(len(row.text))
    lines = [
        (split, language, len(of), min(of), f"{median(of):g}", sorted(of)[int(0.95 * (len(of) - 1))], max(of))
        for (split, language), of in sorted(lengths.items(), reverse=True)
    ]
    return _table(("split", "language", things, "shortest", "median", "95 of 100 up to", "longest"), lines)


def _dropped(rows: Sequence[Item], cleaned: Cleaned, settings: Cleaning, others: set[str]) -> str:
    if not cleaned.dropped:
        return "Nothing."
    by_reason: dict[Reason, list[Dropped]] = {}
    for drop in cleaned.dropped:
        by_reason.setdefault(drop.reason, []).append(drop)
    said = "; ".join(f"{name} {value}" for name, value in settings.model_dump().items())
    lines = [(reason, f"{len(by_reason[reason]):,}", _examples(rows, by_reason[reason], others)) for reason in Reason if reason in by_reason]
    return f"Settings: {said}.\n\n" + _table(("reason", "rows", "examples (← the row that it is like)"), lines)


def _examples(rows: Sequence[Item], dropped: Sequence[Dropped], others: set[str]) -> str:
    """Three of them, of as many labels as there are, such as may be quoted first."""
    order: list[tuple[bool, int, Dropped]] = []
    seen: Counter[str] = Counter()
    for drop in {rows[d.index].text: d for d in reversed(dropped)}.values():
        row = rows[drop.index]
        order.append((row.source in others, seen[row.label], drop))
        seen[row.label] += 1
    chosen = [drop for *_, drop in sorted(order, key=lambda o: (*o[:2], o[2].index))[:EXAMPLES]]
    return "; ".join(_example(rows, drop, others) for drop in chosen)


def _example(rows: Sequence[Item], drop: Dropped, others: set[str]) -> str:
    by_wording = drop.reason is Reason.near_wording
    text = _quoted(rows[drop.index], others, by_wording)
    return text if drop.twin is None or drop.reason is Reason.near_exam else f"{text} ← {_quoted(rows[drop.twin], others, by_wording)}"


def _quoted(row: Item, others: set[str], by_wording: bool) -> str:
    if row.source in others:
        return f"(a text of {row.source})"
    text = row.wording if by_wording else row.text
    return f"“{text if text.isprintable() else ascii(text)[1:-1]}” ({row.label})"


def _table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    cells = [[f"{c:,}" if isinstance(c, int) else str(c).replace("|", "\\|") for c in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in [list(head), ["---"] * len(head), *cells])


def fingerprint_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 over the rows in their order, whatever the version of the writer: each as JSON with sorted keys, a line a row."""
    digest = hashlib.sha256()
    for row in rows:
        digest.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def write_parquet(rows: Sequence[Mapping[str, Any]], folder: Path) -> str:
    """Writes one Parquet file a split and `corpus.json` beside them, and returns the rows' fingerprint.

    Does nothing where the folder already holds these rows. A reader never sees half a folder; while an old one is replaced there may be none.

    Args:
        rows: all with the same columns, of them `split` (also the file's name).

    Raises:
        BrokenData: there are no rows, their columns differ, or one has no split.
    """
    if not rows:
        raise BrokenData("there are no rows to write", str(folder), "build and clean the corpus first")
    columns = set(rows[0])
    if any(set(row) != columns for row in rows):
        raise BrokenData("the rows do not all have the same columns", str(folder), "give each row every column, empty where it has no value")
    splits = Counter(str(row.get("split") or "") for row in rows)
    if not all(split.isidentifier() for split in splits):
        raise BrokenData(f"a split has no proper name: {sorted(splits)}", str(folder), "name splits with letters, digits and underscores")
    fingerprint = fingerprint_of(rows)
    if _written(folder) == fingerprint:
        return fingerprint
    from datasets import Dataset, disable_progress_bars  # type: ignore[import-untyped]

    disable_progress_bars()
    part, old = folder.with_name(f"{folder.name}.part"), folder.with_name(f"{folder.name}.old")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        for split in splits:
            Dataset.from_list([dict(row) for row in rows if row["split"] == split]).to_parquet(part / f"{split}.parquet")
        (part / ABOUT).write_text(json.dumps({"fingerprint": fingerprint, "rows": splits, "columns": sorted(columns)}, indent=1), "utf-8")
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    part.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    return fingerprint


def _written(folder: Path) -> str | None:
    """The fingerprint of what a folder holds, None where it holds nothing whole."""
    try:
        about = json.loads((folder / ABOUT).read_text("utf-8"))
        return str(about["fingerprint"]) if all((folder / f"{split}.parquet").is_file() for split in about["rows"]) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
