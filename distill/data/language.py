"""The language student's corpus: questions filled from wordings, public out-of-scope questions, and names of products.

Splits are by wording, never by line: a wording's hash decides its side. A row carries the intent of the question before (`before`), so that
the student learns to lean on it for follow-ups and to ignore it otherwise. Nothing of a development or test question is read here;
`leaks` compares afterwards.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from distill.data.slips import slip
from distill.data.wordings import Filled, Wording, fill, product_names, read_lists, read_wordings, side, slots_of
from kiosk.core import Intent, MissingPart, Sentiment, Slot
from kiosk.core.text import normalise
from kiosk.store.pack import Pack

INHERITING = (
    Intent.find_product, Intent.product_price, Intent.product_availability, Intent.product_info, Intent.product_allergens,
    Intent.recommend_product, Intent.find_substitute, Intent.promotions, Intent.list_add, Intent.list_remove, Intent.compare_products,
)  # fmt: skip
"""Intents that a follow-up can keep."""

CLINC_FAR = (
    "translate", "transfer", "timer", "definition", "insurance_change", "travel_alert", "flip_coin", "schedule_maintenance", "pto_request_status",
    "credit_score", "travel_suggestion", "weather", "next_song", "measurement_conversion", "schedule_meeting", "bill_balance", "tire_pressure",
    "report_fraud", "pto_balance", "international_visa", "rollover_401k", "car_rental", "w2", "spelling", "directions", "play_music",
    "flight_status", "interest_rate", "roll_dice", "text", "find_phone", "mpg", "direct_deposit", "application_status", "uber", "credit_limit",
    "apr", "confirm_reservation", "account_blocked", "taxes", "traffic", "calculator", "date", "time", "todo_list", "jump_start", "book_hotel",
    "book_flight", "alarm", "calendar", "pin_change", "smart_home", "mortgage", "vaccines", "payday", "min_payment",
)  # fmt: skip
"""CLINC150 intents that no supermarket kiosk answers: more out-of-scope questions (CC BY 3.0)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One training or held-out question.

    Args:
        clean: the question before slips; teachers read this one.
        wording: identifier of the wording, the unit of the split.
        source: an id of `distill.data.sources`.
    """

    text: str
    clean: str
    spans: tuple[tuple[int, int, Slot], ...]
    intent: Intent
    sentiment: Sentiment | None
    language: str
    before: Intent | None
    wording: str
    held_out: bool
    source: str = "wordings"


def build(pack: Pack, folder: Path, data: Path | None, fills: int, held_out: float, seed: int) -> list[Row]:
    """The corpus, in a fixed order for a seed.

    Args:
        folder: where the wordings lie.
        data: the folder that holds `clinc150`; None leaves it out.
        fills: questions made from a wording with slots; one without gets a third of them, slipped.
    """
    rows: list[Row] = []
    for language in ("en", "zh"):
        lists = read_lists(language, folder)
        lists["product"] = product_names(pack, language, lists.get("product_extra", ()))
        lists["product2"] = lists["product"]
        chinese = {b.brand: b.name_zh for b in pack.brands if b.name_zh and language == "zh"}
        lists["brand"] = list(dict.fromkeys(chinese.get(p.brand, p.brand) for p in pack.products if p.brand))
        lists.setdefault("diet", lists.get("diet_free", []) + lists.get("diet_contains", []))
        for wording in read_wordings(language, folder):
            rows += _rows_of(wording, lists, fills, side(wording.template, held_out), Random(f"{seed}/{wording.where}/{wording.template}"))
    rows += _clinc(data, held_out, seed) if data else []
    return rows


def _rows_of(wording: Wording, lists: dict[str, list[str]], fills: int, held: bool, random: Random) -> list[Row]:
    slotted = any(slots_of(wording.template)) or "(" in wording.template or "[" in wording.template  # else every filling is the same
    count = fills if slotted else max(2, fills // 2)
    made = []
    for n in range(count):
        filled = fill(wording.template, lists, random)
        noisy = filled if n == 0 or random.random() < 0.3 else slip(filled, wording.language, random)
        if wording.intent is None:
            before: Intent | None = INHERITING[random.randrange(len(INHERITING))] if random.random() < 0.85 else None
            intent = before or Intent.find_product
        else:
            before = None if random.random() < 0.5 else random.choice(tuple(Intent))
            intent = wording.intent
        made.append(_row(noisy, filled, intent, wording.sentiment, wording.language, before, wording.template, held))
    return made


def _row(
    noisy: Filled, clean: Filled, intent: Intent, mood: Sentiment | None, language: str, before: Intent | None, wording: str, held: bool, source: str = "wordings"
) -> Row:
    return Row(noisy.text, clean.text, noisy.spans, intent, mood, language, before, wording, held, source)


def _clinc(data: Path, held_out: float, seed: int) -> list[Row]:
    file = data / "clinc150" / "train_val.json"
    if not file.is_file():
        raise MissingPart("CLINC150 is not there", str(file), "give the folder of the shared data with DATA=")
    parts = json.loads(file.read_text("utf-8"))
    texts = [t for part in ("oos_train", "oos_val") for t, _ in parts.get(part, [])]
    far: dict[str, list[str]] = {}
    for part in ("train", "val"):
        for text, label in parts.get(part, []):
            if label in CLINC_FAR:
                far.setdefault(label, []).append(text)
    random = Random(seed)
    texts += [t for label in sorted(far) for t in random.sample(far[label], min(14, len(far[label])))]
    rows = []
    for text in dict.fromkeys(texts):
        filled = Filled(text, ())
        before = None if random.random() < 0.5 else random.choice(tuple(Intent))
        rows.append(_row(filled, filled, Intent.out_of_scope, None, "en", before, text, side(text, held_out), "clinc150"))
    return rows


def leaks(rows: Sequence[Row], questions: Iterable[str]) -> list[str]:
    """Questions of `questions` whose wording stands among the rows, compared letter by letter after normalisation."""

    def bare(text: str) -> str:
        return re.sub(r"[\W_]+", "", normalise(text))

    ours = {bare(r.clean) for r in rows} | {bare(r.text) for r in rows}
    return [q for q in questions if bare(q) in ours]
