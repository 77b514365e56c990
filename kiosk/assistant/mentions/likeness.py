"""Whether what search found can be what was asked for. Pure but for reading the store.

A name that only sounds a little like the asked one, or shares no word with it, is no answer: "paneer" is no sausage. In English the word that
counts is the last one.
"""

from rapidfuzz import fuzz

from kiosk.assistant.draft import Mention, Turn
from kiosk.core.sounds import pinyin
from kiosk.core.text import has_chinese
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.naming import is_slip
from kiosk.store.words import bare_name, grams, join, sound_key, tokens

MEANT, MAYBE_MEANT = 80.0, 70.0
"""Likeness of spelling, 0 to 100 (rapidfuzz ratio): a slip of the name; worth asking whether it is meant."""


def names_of(store: Store, products: tuple[rows.Product, ...]) -> list[str]:
    """Names of products, of their brands and of their kinds, normalised."""
    found: list[str] = []
    for p in products:
        kind = store.kinds.get(p.kind)
        found += [bare_name(p.name_en), bare_name(p.name_zh), p.brand, *p.synonyms_en, *p.synonyms_zh]
        found += [kind.en, kind.zh, *kind.synonyms_en, *kind.synonyms_zh] if kind else []
    return [join(tokens(n)) for n in dict.fromkeys(found) if n]


def likeness(turn: Turn, mention: Mention) -> float:
    """How sure it is that a mention means what was said, 0 to 100; what was named as it is written is sure."""
    if turn.shown or mention.by not in ("sound", "spelling") or not mention.phrase:
        return 100.0
    products = mention.equals or mention.products[:1]
    said = sound_key(mention.phrase)
    kinds = {p.kind for p in products}
    names = names_of(turn.store, products) + [join(tokens(n)) for g in turn.store.shop.groups if kinds & set(g.kinds) for n in (*g.en, *g.zh)]
    parts = tokens(mention.phrase)
    runs = [join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)] if has_chinese(mention.phrase) else [mention.phrase]
    if any(sound_key(n) == said for n in names):
        if not has_chinese(mention.phrase) or len(mention.phrase) > 3:
            return 100.0
        if len(mention.phrase) == 3:  # 打火机 sounds like 大火鸡
            return 100.0 if any(len(set(n) & set(mention.phrase)) > 1 for n in names if sound_key(n) == said) else MAYBE_MEANT
        # Two syllables alone are mostly another word: 荔枝 is no 李子, 羊肉 no 盐肉. With one character the same, said just so, it is asked about.
        alike = (n for n in names if len(n) == len(mention.phrase) and set(n) & set(mention.phrase))
        return MAYBE_MEANT if any(pinyin(n) == pinyin(mention.phrase) for n in alike) else 0.0
    least = MAYBE_MEANT if not has_chinese(mention.phrase) and any(is_slip(mention.phrase, n) for n in names) else 0.0
    return max((least, *(fuzz.ratio(run, n) for run in runs if len(run) >= max(2, len(mention.phrase) - 1) for n in names)))


def is_a_piece(turn: Turn, mention: Mention) -> bool:
    """Whether no two characters of a longer Chinese word stand together in what was found: the 面 of 体面 is no noodle, 酒酿 no beer."""
    if mention.by != "name" or not has_chinese(mention.phrase) or len(mention.phrase) < 2:
        return False
    names = names_of(turn.store, mention.equals or mention.products[:1])
    return not any(mention.phrase[n : n + 2] in name for n in range(len(mention.phrase) - 1) for name in names)


def is_near(turn: Turn, mention: Mention) -> bool:
    """Whether the nearest product shares a word with what was asked for; in Chinese two characters in a row."""
    said = " ".join((mention.phrase, *mention.missing))
    names = names_of(turn.store, mention.products[:1])
    if has_chinese(said):
        pairs = {g for g in grams(tokens(mention.phrase), 2) if len(g.replace(" ", "")) >= 2}
        return any(p.replace(" ", "") in n.replace(" ", "") for p in pairs for n in names)
    if mention.missing and tokens(mention.phrase)[-1:] == [mention.missing[-1]]:
        return False  # of "mince pies" the mince is no pie
    return bool({t for t in tokens(said) if len(t) > 2} & {t for n in names for t in tokens(n)})
