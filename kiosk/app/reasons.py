"""Why an answer is as it is, in plain words: its sentences, under each the facts with where they come from, and what was understood.

What must hold: every citation of the answer is told, none is made up; chances are told in words. Made from the rows at the moment of the question.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest
from typing import Any, Final

from kiosk.app.cards import Words, day, money
from kiosk.assistant.facts import plain
from kiosk.core import Answer, Citation, Language, Seen, spoken
from kiosk.speaking.clauses import sentences
from kiosk.store.catalogue import Store
from kiosk.store.paying import CENT
from kiosk.store.words import bare_name

SURE, FAIRLY = 0.85, 0.6
"""Chances from which the kiosk says that it was sure, or fairly sure."""
MONEY: Final = frozenset({"price", "total", "bill", "saved", "half", "difference", "percent_off", "unit_price"})
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
Told = dict[str, Any]


def reasons(store: Store, answer: Answer, words: Words, language: Language) -> Told:
    """`sentences` ({text, facts: [{fact, source}], plain: whether it holds no fact}), `understood` (lines), `decided` and `candidates` ({name, score, accepted}) of a picture."""
    said = sentences(answer.text)
    under: list[list[Told]] = [[] for _ in said or [""]]
    told: set[tuple[int, str, str]] = set()
    at = 0
    for citation in dict.fromkeys(answer.citations):
        # Where two offers end on the same day, each day stands under its own sentence.
        fits = [n for n, sentence in enumerate(said) if _stands_in(sentence, citation)]
        at = next((n for n in fits if (n, citation.field, citation.value) not in told), fits[0] if fits else at)
        told.add((at, citation.field, citation.value))
        under[at].append(fact(store, citation, words, language))
    return {
        "sentences": [
            {"text": text, "facts": facts, "plain": not facts and not any(text in c.value for c in answer.citations)}
            for text, facts in zip_longest(said, under, fillvalue="")
            if text or facts
        ],
        "understood": _understood(answer, words, language),
        "decided": words[f"why_decided_{_deciding(answer.seen)}"] if answer.seen else "",
        "candidates": [
            {"name": _name(store, s.sku, language), "score": s.score, "accepted": s.accepted} for s in answer.seen if s.by == "appearance"
        ],
    }  # fmt: skip


def fact(store: Store, citation: Citation, words: Words, language: Language) -> Told:
    """One fact and its source, in words."""
    kind, _, key = citation.source.partition(":")
    if kind == "computed":
        return {"fact": _pair(words["why_computed"], computed(store, citation, words), words), "source": words["why_from_computed"]}
    column = "said" if kind == "question" else re.sub(r"_(en|zh)$", "", citation.field.split(".")[0])
    name = words.get(f"why_field_{column}", words["why_field"])
    source = "price" if (kind, column) == ("product", "price") else kind
    told = words.get(f"why_from_{source}", words["why_from"])
    return {"fact": _pair(name, _value(store, column, citation.value, words), words), "source": told.format(row=key.replace("/", ", ") or kind)}


def computed(store: Store, citation: Citation, words: Words) -> str:
    """A computed value with what it was computed from: "2 × 2.49 = 4.98"."""
    given = [_operand(store, o) for o in citation.operands]
    match citation.field, given:
        case "half", [price]:
            left = f"{price} ÷ 2"
        case "difference", [a, b]:
            left = f"{a} − {b}"
        case "percent_off", [price, percent]:
            left = f"{price} − {percent} %"
        case "unit_price", [price, amount, unit]:
            left = f"{price} ÷ {amount if unit == 'piece' else plain(Decimal(amount or '0') / 1000)}"
        case (("bill" | "saved"), _):
            lines = list(zip(given[::2], given[1::2], strict=False))
            less = sum(((Decimal(p) * Decimal(n)).quantize(CENT, ROUND_HALF_UP) for p, n in lines), Decimal(0)) - Decimal(citation.value)
            left = " + ".join(f"{count} × {price}" for price, count in lines) + (f" − {less}" if less else "")
        case _:
            return f"{words['why_counted']} {citation.value}"
    return f"{left} = {citation.value}"


def sureness(chance: float) -> str:
    """The key of the words for a chance, 0 to 1."""
    return "why_sure" if chance >= SURE else "why_fairly" if chance >= FAIRLY else "why_unsure"


def _understood(answer: Answer, words: Words, language: Language) -> list[str]:
    rows = [_pair(words["why_wanted"], f"{words[f'why_intent_{answer.intent}']} – {words[sureness(answer.confidence)]}", words)]
    said = dict.fromkeys(w for slot in answer.slots.values() for w in slot)
    if said:
        rows.append(_pair(words["why_words"], words["comma"].join(words["why_quote"].format(words=w) for w in said), words))
    if answer.products:
        rows.append(_pair(words["why_product"], answer.products[0].names[str(language)], words))
    return rows


def _pair(name: str, value: str, words: Words) -> str:
    return words["why_pair"].format(name=name, value=value)


def _deciding(seen: Sequence[Seen]) -> str:
    return next((s.by for s in seen if s.accepted), "nothing")


def _stands_in(sentence: str, citation: Citation) -> bool:
    """Whether a sentence tells a cited value, as it stands or as people say it."""
    value = citation.value
    if _ISO.fullmatch(value):
        when = date.fromisoformat(value)
        return bool(re.search(rf"(?<!\d){when.day}(?!\d)", sentence)) and citation.field != "stock"
    if re.fullmatch(r"[\d.]+", value):
        return bool(re.search(rf"(?<![\d.]){re.escape(value)}(?!\.?\d)", sentence))
    return any(form and form.casefold() in sentence.casefold() for form in (value, bare_name(value)))


def _value(store: Store, column: str, value: str, words: Words) -> str:
    if column in MONEY:
        return money(Decimal(value), store.shop.currency)
    if _ISO.fullmatch(value):
        return day(date.fromisoformat(value), words)
    return words.get(f"allergen_{value}", value) if column in ("allergens", "may_contain") else value


def _operand(store: Store, reference: str) -> str:
    """The value that an operand of a computed citation names."""
    kind, _, rest = reference.partition(":")
    if kind == "number":
        return rest
    key, _, field = rest.rpartition(".")
    row: Any = store.product(key) if kind == "product" else next((o for o in store.offers if o.id == key), None) if kind == "offer" else None
    value = getattr(row, field, "?")
    return plain(value) if isinstance(value, float) else str(value)


def _name(store: Store, sku: str, language: Language) -> str:
    product = store.product(sku)
    return sku if product is None else product.name_zh if language is Language.zh else product.name_en


def by_language(store: Store, answer: Answer, words: Mapping[str, Words]) -> dict[str, Told]:
    """The reasons in every language of the window."""
    return {code: reasons(store, answer, own, spoken(code)) for code, own in words.items()}
