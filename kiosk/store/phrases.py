"""Phrases of a shop as they are said, by language: what its ears expect.

Kinds, synonyms, brands, names without size, dishes; in Chinese, where every syllable has many characters, also what policies, facilities and
counters are asked for by.
"""

from collections.abc import Iterable

from kiosk.store import building, rows
from kiosk.store.catalogue import Store
from kiosk.store.pack import Pack
from kiosk.store.words import bare_name


def phrases_of_pack(pack: Pack) -> dict[str, list[str]]:
    """Phrases by "en" and "zh" of a pack that was read."""
    names = ((p.name_en, p.name_zh) for p in pack.products)
    return _phrases(pack.kinds, pack.recipes, pack.brands, names, pack.policies, (*pack.facilities, *pack.counters))


def phrases_of_store(store: Store) -> dict[str, list[str]]:
    """Phrases by "en" and "zh" of the catalogue as it is now."""
    names = ((en, zh) for _, en, zh, _ in store.names())
    return _phrases(store.kinds.values(), store.recipes, store.brands, names, store.policies, (*store.facilities, *store.counters))


def _phrases(
    kinds: Iterable[rows.Kind], recipes: Iterable[rows.Recipe], brands: Iterable[rows.Brand], names: Iterable[tuple[str, str]],
    policies: Iterable[rows.Policy], places: Iterable[building.Facility | rows.Counter],
) -> dict[str, list[str]]:  # fmt: skip
    english, chinese = list[str](), list[str]()
    of_both: tuple[rows.Kind | rows.Recipe, ...] = (*kinds, *recipes)
    for named in of_both:
        english += [named.en, *named.synonyms_en]
        chinese += [named.zh, *named.synonyms_zh]
    for brand in brands:
        english += [brand.brand, *brand.synonyms_en]
        chinese += [w for w in (brand.name_zh, *brand.synonyms_zh) if w]
    for name_en, name_zh in names:
        english.append(bare_name(name_en))
        chinese.append(bare_name(name_zh))
    chinese += [word for policy in policies for fact in policy.facts for word in fact.about_zh]
    chinese += [word for place in places for word in (place.zh, *place.synonyms_zh)]
    return {"en": list(dict.fromkeys(english)), "zh": list(dict.fromkeys(chinese))}
