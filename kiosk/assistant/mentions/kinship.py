"""How kinds of product hang together by their names: oat milk and soy milk, light and dark soy sauce, tomatoes and tinned tomatoes.

Pure but for reading the store's kinds; names are compared as tokens.
"""

from collections.abc import Sequence

from kiosk.assistant.draft import Mention
from kiosk.core.text import has_chinese
from kiosk.store import rows
from kiosk.store.catalogue import Store
from kiosk.store.words import tokens


def whole_kind(words: str, products: Sequence[rows.Product]) -> Mention:
    """All products of a kind, none of them meant more than another."""
    return Mention(words, tuple(products), (0.9,) * len(products), leaders=len(products), kind=products[0].kind)


def neighbour(store: Store, kind: str, parts: set[str]) -> str | None:
    """The kind that is named by these words beside another kind: by its head word ("the soy one" beside oat milk), or by its whole name
    (罐头 beside tomatoes: tinned tomatoes)."""
    last = store.kinds.get(kind)
    if last is None:
        return None
    names = _names(last)
    best: tuple[int, str] | None = None
    for other in store.kinds.values():
        if other.kind == kind:
            continue
        for name in _names(other):
            if not parts <= set(name) or len(name) <= len(parts):
                continue
            shared = max((common_tail(name, n) for n in names), default=0) if other.department == last.department else 0
            if shared and set(name[-shared:]) & parts:
                shared = 0
            rest = [t for t in name if t not in parts]
            shared = max(shared, len(rest) if any(sorted(rest) == sorted(n) for n in names) else 0)
            if shared and (best is None or shared > best[0]):
                best = (shared, other.kind)
    return best[1] if best else None


def called(store: Store, words: set[str], but: str) -> str | None:
    """The kind whose whole name these words are, other than one: 豆奶 of "and soy milk?"."""
    return next((k.kind for k in store.kinds.values() if k.kind != but and any(words == set(name) for name in _names(k))), None)


def alongside(store: Store, kind: str, asked: set[str], most: int = 3) -> list[str]:
    """Kinds all of whose words were said and that share a kind's last words: the light of "light and dark soy sauce", 全脂 of 全脂和脱脂牛奶."""
    own = store.kinds.get(kind)
    if own is None:
        return []
    names = [tuple(tokens(own.en)), tuple(tokens(own.zh))]
    found = []
    for other in store.kinds.values():
        if other.kind == kind or other.department != own.department:
            continue
        for name in (tuple(tokens(other.en)), tuple(tokens(other.zh))):
            shared = max((common_tail(name, n) for n in names), default=0)
            if shared and len(name) > shared and set(name) <= asked:
                found.append(other.kind)
                break
    return found[:most]


def common_tail(a: Sequence[str], b: Sequence[str]) -> int:
    """How many tokens two names share at their end: "oat milk" and "soy milk" one."""
    shared = 0
    while shared < min(len(a), len(b)) and a[-1 - shared] == b[-1 - shared]:
        shared += 1
    return shared if shared and (len(a[-1]) > 1 or has_chinese(a[-1])) else 0


def _names(kind: rows.Kind) -> list[tuple[str, ...]]:
    return [tuple(tokens(n)) for n in (kind.en, kind.zh, *kind.synonyms_en, *kind.synonyms_zh)]
