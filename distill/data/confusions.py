"""What the recogniser really writes for what was really said: a table of confusions, counted on the clips that teach hearing.

    python -m distill.data.confusions runs/hearing --part assets/bundles/market/hearing

Each clip of the hearing run is heard as it is and once more in a shop's noise, the transcript laid beside the text that was said, and every
single character (Chinese) or word (English) that came back as another is counted. `distill.data.slips` makes training questions from it.
No test voice and no question of any exam is among the clips (`distill.data.speech`).
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from rapidfuzz.distance import Levenshtein

from distill.progress import bar
from kiosk.core import KioskError, Language
from kiosk.core.text import fold

FILE: Final = Path(__file__).parent / "confusions.json"
FARTHEST: Final = 0.5
"""Share of wrong characters or words from which on a transcript is another sentence, and tells nothing of single ones."""
Table = Mapping[str, Mapping[str, Mapping[str, int]]]
"""Language → what was said → what was written → how often."""


def units(text: str, language: Language) -> list[str]:
    """Characters of Chinese, words of English, without marks."""
    if language is Language.zh:
        return [c for c in fold(text) if c.isalnum()]
    return "".join(c if c.isalnum() or c == "'" else " " for c in fold(text)).split()


def confused(said: Sequence[str], written: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs of units where one stands for another; none where the two are not one sentence."""
    if not said or Levenshtein.distance(said, written) > FARTHEST * len(said):
        return []
    return [(said[op.src_pos], written[op.dest_pos]) for op in Levenshtein.editops(said, written) if op.tag == "replace"]


def count(heard: Iterable[tuple[Language, str, str]]) -> dict[str, dict[str, dict[str, int]]]:
    """The table of (language, said, written)."""
    found: dict[str, dict[str, Counter[str]]] = {language: {} for language in Language}
    for language, said, written in heard:
        for right, wrong in confused(units(said, language), units(written, language)):
            found[language].setdefault(right, Counter())[wrong] += 1
    return {language: {right: dict(sorted(wrong.items())) for right, wrong in sorted(table.items())} for language, table in found.items()}


@cache
def read(file: Path = FILE) -> Table:
    """The table of the repository."""
    table: Table = json.loads(file.read_text("utf-8"))["confusions"]
    return table


def main(words: Sequence[str] | None = None) -> int:
    """Counts and writes the table."""
    from distill.data.noise import spoiled
    from distill.data.speech import clips, sentences
    from distill.hearing import HearingRecipe
    from distill.recipe import load_recipe
    from distill.runs import write_text
    from kiosk.hearing.ears import Ears
    from kiosk.store.pack import read_pack

    parser = argparse.ArgumentParser(prog="python -m distill.data.confusions", description="counts what the recogniser writes for what was said in the clips that teach it")
    parser.add_argument("run", type=Path, help="folder of the hearing run, whose clips are heard")
    parser.add_argument("--part", type=Path, default=Path("assets/bundles/market/hearing"))
    parser.add_argument("--count", type=int, default=10_000, help="clips that are heard at most, both languages in their share; two take a second")
    parser.add_argument("--out", type=Path, default=FILE)
    args = parser.parse_args(words)
    try:
        recipe = load_recipe(args.run / "recipe.yaml", (), HearingRecipe)
        said = list(clips(sentences(read_pack(recipe.store), recipe.english, recipe.chinese, recipe.seed), args.run / "clips", synthesise=False))[: args.count]
        sounds, ears = [sound for _, sound in said], Ears(args.part)
        heard = []
        for number, (sentence, sound) in enumerate(bar(said, "listening")):
            for samples in (sound, spoiled(sounds, number, (recipe.seed, 0, number))):
                heard.append((sentence.language, sentence.text, ears.hear(samples, sentence.language).raw))
        table = count(heard)
    except KioskError as error:
        print(error.line(), file=sys.stderr)
        return error.exit_code
    told = {"clips": len(said), "heard": len(heard), "noise": "half of them spoiled by distill.data.noise.spoiled", "confusions": table}
    write_text(args.out, json.dumps(told, ensure_ascii=False, indent=0) + "\n")
    print(f"{args.out}: " + ", ".join(f"{sum(map(len, rows.values()))} confusions of {len(rows)} {language} units" for language, rows in table.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
