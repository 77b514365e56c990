"""The names of the shop that stand in a question, as they are written or nearly so.

What must hold: exact names are found by indexed look-ups alone; the nearly alike are searched only for words that no name of the shop holds,
among a bounded number of phrases. Names never overlap: of all ways to read a question the one is taken that explains most of its words with
the fewest names.
"""

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from kiosk.core.text import has_chinese
from kiosk.store.rows import Kind, Shop
from kiosk.store.words import grams, join, sound_key, tokens

NEAR_SPELLING = 84.0
NEAR_SOUND = 84.0
"""Bounds of likeness, 0 to 100 (rapidfuzz ratio); chosen on the demo store's names with one slip a word."""
SPELT_ALIKE = 55.0
"""Likeness of spelling that two English words of one sound have at least (thyme and time: 67)."""
REPLACES = 88.0
"""Likeness from which a near name may replace an exact one inside the same words."""
PHRASES = 20_000
"""Phrases that near names are searched among; kinds, groups and brands come first."""
HEARD = (3, 6)
"""Syllables of the names that are recognised by their sound alone; two are too often another word."""
LONGEST = 14
"""Tokens of the longest name that is looked up: Chinese product names have up to 14 characters without their size."""

_STOP_EN = (
    "a an the of for in on at to is are do does did you your yours i we my me it its this that these those and or with without any some "
    "have has got get where what which how much many price cost sell stock please can could would there here one ones ok okay hi hello hey "
    "need want looking find buy good best better nice big small large little cheap cheaper cheapest expensive fresh new own brand thing stuff kind "
    "sort type bit lot more less than per from by be was were not no yes out off up my our us them they he she still just really also too very"
)
_STOP = frozenset(_STOP_EN.split())
_STOP_ZH = frozenset("的了吗呢啊呀吧在哪里有没有是不我你您们他她它这那个些要买卖找几多少钱什么怎么请问一下想给把和跟与或还都也就很最好点儿")


def is_stop(run: Sequence[str]) -> bool:
    """Whether a run of tokens says nothing about a product by itself."""
    return all(t in _STOP or (t in _STOP_ZH and len(run) == 1) for t in run)


@dataclass(slots=True)
class Mention:
    """A run of tokens that names something.

    Args:
        kinds: the kinds that it may mean, with weights; of a group or department `broad` is true.
        skus: products with this whole name.
        varieties: products with this name beside that of their kind: a modifier ("lactose free", 有机), unless nothing else is named.
        meant: the words of the name that was meant, where it was only nearly written.
    """

    start: int
    end: int
    kinds: dict[str, float] = field(default_factory=dict)
    skus: dict[str, float] = field(default_factory=dict)
    varieties: dict[str, float] = field(default_factory=dict)
    brands: set[str] = field(default_factory=set)
    broad: bool = False
    by: str = "name"
    meant: tuple[str, ...] = ()

    @property
    def is_head(self) -> bool:
        return bool(self.kinds or self.skus)

    @property
    def is_other(self) -> bool:
        """Whether it names a dish (红烧肉) or a place (卫生间): no product, and the words in it (肉) name none either."""
        return not (self.is_head or self.varieties or self.brands)


class Naming:
    """The phrases of one catalogue."""

    def __init__(self, connection: sqlite3.Connection, shop: Shop, kinds: Mapping[str, Kind]) -> None:
        self._db = connection
        self._groups = {g.id: g.kinds for g in shop.groups}
        self._departments: dict[str, tuple[str, ...]] = {}
        for kind in kinds.values():
            self._departments[kind.department] = (*self._departments.get(kind.department, ()), kind.kind)
        found: dict[str, str] = {}
        for types in ("'kind', 'brand', 'group'", "'sku'", "'variety'"):
            query = f"SELECT DISTINCT phrase, sound FROM phrases WHERE type IN ({types}) LIMIT {PHRASES}"  # noqa: S608 - only marks and names of our own
            for row in self._db.execute(query) if len(found) < PHRASES else ():
                found.setdefault(row["phrase"], row["sound"])
        self._words = {t for p in found for t in p.split()}
        sound_key("燕麦")  # loads the pronunciations now and not within a question
        # Sorted by length, so that only phrases of a like length are compared.
        self._written: dict[bool, tuple[list[str], list[int]]] = {}
        self._said: dict[bool, tuple[list[str], list[str], list[int]]] = {}
        for chinese in (False, True):
            chosen = [p for p in found if has_chinese(p) == chinese and len(p) > (1 if chinese else 3)]
            written, said = sorted(chosen, key=len), sorted((p for p in chosen if len(found[p]) > 3), key=lambda p: len(found[p]))
            self._written[chinese] = (written, [len(p) for p in written])
            self._said[chinese] = (said, [found[p] for p in said], [len(found[p]) for p in said])

    def known(self, token: str) -> bool:
        """Whether a token is a word of some name of this shop, and so no slip of another. Of single characters nothing is known."""
        return token in self._words and not has_chinese(token)

    def is_name(self, text: str) -> bool:
        """Whether a text is, as it is written, a name of this shop."""
        return bool(self._rows("phrase", [join(tokens(text))]))

    def named(self, parts: list[str], marked: Sequence[tuple[int, int]]) -> list[Mention]:
        """The names that stand in the question as they are written."""
        runs = grams(parts, LONGEST)
        rows = self._rows("phrase", list(runs))
        found = []
        for phrase, targets in rows.items():
            for start, end in runs[phrase]:
                crossing = any((s < start < e < end) or (start < s < end < e) for s, e in marked)
                in_mark = any(s < end and e > start for s, e in marked)
                names = [t for t in targets if t["type"] != "other"] if in_mark else targets
                if names and not is_stop(parts[start:end]) and not (crossing and end - start == 1):
                    found.append((start, end, names))
        written = {(s, e) for s, e, _ in found}
        # 酸奶有 sounds like 酸奶油, but 酸奶 is written and 有 is a word of every question: only what is not explained yet may be heard.
        whole = [(s, e) for s, e in written if e - s > 1]
        heard = [
            (start, end, rows) for start, end, rows in self._heard(parts)
            if (start, end) not in written
            and not any(start <= s and e <= end and all(is_stop([t]) for t in (*parts[start:s], *parts[e:end])) for s, e in whole)
        ]  # fmt: skip
        read = []
        for start, end, targets in _best_reading([*found, *heard], len(parts), {run[:2] for run in heard}):
            by_sound = (start, end) not in written
            read.append(self._mention(start, end, targets, *((0.85, "sound") if by_sound else ())))
            if by_sound:
                read[-1].meant = tuple(tokens(targets[0]["phrase"]))
        return read

    def _rows(self, column: str, keys: Sequence[str]) -> dict[str, list[sqlite3.Row]]:
        rows: dict[str, list[sqlite3.Row]] = {}
        for n in range(0, len(keys), 400):
            piece = keys[n : n + 400]
            query = f"SELECT phrase, sound, type, target, weight FROM phrases WHERE {column} IN ({','.join('?' * len(piece))})"  # noqa: S608 - only marks and names of our own
            for row in self._db.execute(query, piece):
                rows.setdefault(row[column], []).append(row)
        return rows

    def _heard(self, parts: list[str]) -> list[tuple[int, int, list[sqlite3.Row]]]:
        """Chinese names of three syllables or more that the question sounds like exactly, whatever its characters: 三角都 is 三角豆."""
        sounds = [sound_key(t) if has_chinese(t) else "" for t in parts]
        runs: dict[str, list[tuple[int, int]]] = {}
        for start in range(len(parts)):
            for end in range(start + HEARD[0], min(start + HEARD[1], len(parts)) + 1):
                if all(sounds[start:end]):
                    runs.setdefault(" ".join(sounds[start:end]), []).append((start, end))
        found = []
        for sound, rows in self._rows("sound", list(runs)).items():
            products = [r for r in rows if r["type"] != "other" and has_chinese(r["phrase"])]
            found += [(start, end, products) for start, end in runs[sound] if products]
        return found

    def pair(self, parts: list[str], at: int) -> tuple[int, int]:
        """The two characters around one that sound exactly like a name of two (酸耐: 酸奶); that one alone where they do not."""
        runs = [(s, s + 2) for s in (at - 1, at) if s >= 0 and s + 2 <= len(parts) and all(has_chinese(t) and not is_stop([t]) for t in parts[s : s + 2])]
        sounds = {sound_key(join(parts[s:e])): (s, e) for s, e in runs}
        named = self._rows("sound", list(sounds))
        return next((sounds[sound] for sound, rows in named.items() if any(r["type"] != "other" and has_chinese(r["phrase"]) for r in rows)), (at, at + 1))

    def _mention(self, start: int, end: int, targets: Iterable[sqlite3.Row], factor: float = 1.0, by: str = "name") -> Mention:
        mention = Mention(start, end, by=by)
        many: dict[str, float] = {}
        for row in targets:
            weight, target = float(row["weight"]) * factor, row["target"]
            match row["type"]:
                case "kind":
                    mention.kinds[target] = weight
                case "group":
                    many |= {k: max(weight, many.get(k, 0.0)) for k in self._groups.get(target, ())}
                case "department":
                    many |= {k: max(weight, many.get(k, 0.0)) for k in self._departments.get(target, ())}
                case "brand":
                    mention.brands.add(target)
                case "other":
                    pass
                case "variety":
                    mention.varieties[target] = weight
                case _:
                    mention.skus[target] = weight
        if many:
            # A word for several kinds that is also a synonym of one of them means that one only a little more.
            if mention.kinds:
                most = max(mention.kinds.values())
                many = {k: max(w, most - 0.04) for k, w in many.items()}
            mention.kinds = {k: max(w, mention.kinds.get(k, 0.0)) for k, w in many.items()} | {k: w for k, w in mention.kinds.items() if k not in many}
            mention.broad = True
        return mention

    def near(self, parts: list[str], start: int, end: int, unknown: Sequence[int], strict: bool = False, over: Sequence[Mention] = ()) -> Mention | None:
        """The name that is written or sounds most like a run of tokens between `start` and `end` that holds an unknown one.

        Args:
            strict: asks for more likeness: where nothing tells that the words are a product at all.
            over: names that were found; a near one replaces them only where it is very like.
        """
        best: tuple[float, int, int, str, str] | None = None
        more = 6 if strict else 0
        for a in range(start, end):
            for b in range(a + 1, min(end, a + 7) + 1):
                run = parts[a:b]
                text = join(run)
                chinese = has_chinese(text)
                if not any(a <= n < b for n in unknown) or is_stop(run) or len(text) < (2 if chinese else 4):
                    continue
                if strict and (any(is_stop([t]) for t in (run[0], run[-1])) or (chinese and len(text) < 3)):
                    continue
                need = REPLACES if any(m.start < b and m.end > a and (m.end - m.start > 1 or not chinese) for m in over) else 0.0
                bonus = 0.3 * (b - a)
                written = self._most_like(text, chinese, max(NEAR_SPELLING + more, need)) if not chinese else None
                if written and strict and written[0][0] != text[0]:
                    written = None  # "flight" is no slip of "light"
                if written and (best is None or written[1] + bonus > best[0]):
                    best = (written[1] + bonus, a, b, written[0], "spelling")
                alike = 100.0 if chinese and len(text) < 3 else max(NEAR_SOUND + more, need)  # two syllables alike are another word, not a slip
                heard = self._sounds_most_like(text, chinese, alike, SPELT_ALIKE + (20 if strict else 0))
                if heard and need and not chinese and fuzz.ratio(text, heard[0]) < NEAR_SPELLING:
                    continue  # what only sounds alike does not displace what is named: "coconut flour" is no "cut flower"
                if heard and (best is None or heard[1] - 1 + bonus > best[0]):
                    best = (heard[1] - 1 + bonus, a, b, heard[0], "sound")
        if best is None:
            return None
        _, a, b, phrase, by = best
        targets = self._db.execute("SELECT phrase, type, target, weight FROM phrases WHERE phrase=?", (phrase,)).fetchall()
        mention = self._mention(a, b, targets, 0.85, by)
        mention.meant = tuple(tokens(phrase))
        return mention

    def _most_like(self, text: str, chinese: bool, least: float) -> tuple[str, float] | None:
        phrases, lengths = self._written[chinese]
        low, high = _like_lengths(len(text), lengths, least)
        found = process.extractOne(text, phrases[low:high], scorer=fuzz.ratio, score_cutoff=least)
        return (found[0], found[1]) if found else self._slipped(text, phrases, lengths, least)

    def _slipped(self, text: str, phrases: Sequence[str], lengths: Sequence[int], least: float) -> tuple[str, float] | None:
        """The phrase that a few slips of the fingers make of it: letters that changed places or were left out, more of them in a longer one."""
        most = slips(text)
        low, high = bisect_left(lengths, len(text) - most), bisect_right(lengths, len(text) + most)
        alike = [p for p in phrases[low:high] if p[0] == text[0]] if most and least < REPLACES else []
        found = process.extract(text, alike, scorer=OSA.distance, score_cutoff=most, limit=5)
        meant = next((phrase for phrase, _, _ in found if is_slip(text, phrase)), None)
        return (meant, least) if meant else None

    def _sounds_most_like(self, text: str, chinese: bool, least: float, spelt: float) -> tuple[str, float] | None:
        sound = sound_key(text)
        phrases, sounds, lengths = self._said[chinese]
        low, high = _like_lengths(len(sound), lengths, least)
        found = process.extract(sound, sounds[low:high], scorer=fuzz.ratio, score_cutoff=least, limit=3)
        for _, likeness, at in found:
            phrase = phrases[low + at]
            # Keys of sound are short: what is spelt quite otherwise (drop, trip), or shares no whole syllable, is another word.
            if _share_syllables(sound, sounds[low + at]) if chinese else fuzz.ratio(text, phrase) >= spelt:
                return phrase, likeness
        return None


def slips(text: str) -> int:
    """How many slips a written phrase of a length may hold: none below four letters, one below six, two from there on."""
    letters = len(text.replace(" ", ""))
    return 0 if letters < 4 else 1 if letters < 6 else 2


def is_slip(text: str, name: str) -> bool:
    """Whether a few slips of the fingers make a text of a name: letters that changed places or were left out ("mlik"). Another letter is another word."""
    alike = text[:1] == name[:1] and (len(name) > len(text) or sorted(name) == sorted(text))
    return alike and OSA.distance(text, name, score_cutoff=slips(text)) <= slips(text)


def _share_syllables(one: str, other: str) -> bool:
    """Whether at least half of the syllables are the same, in order."""
    first, second = one.split(), other.split()
    return fuzz.ratio(first, second) >= 50


def _like_lengths(length: int, lengths: Sequence[int], least: float) -> tuple[int, int]:
    """Where the lengths stand that a ratio of `least` allows: it is at most 200 · min / (a + b)."""
    share = least / (200 - least)
    return bisect_left(lengths, length * share), bisect_right(lengths, length / share)


def _best_reading(
    found: Sequence[tuple[int, int, list[sqlite3.Row]]], length: int, heard: Collection[tuple[int, int]]
) -> list[tuple[int, int, list[sqlite3.Row]]]:
    """The runs that do not overlap and explain most tokens; fewer, written and later ones where that is equal."""
    ending: dict[int, list[tuple[int, int, list[sqlite3.Row]]]] = {}
    for run in found:
        ending.setdefault(run[1], []).append(run)
    best: list[tuple[float, list[tuple[int, int, list[sqlite3.Row]]]]] = [(0.0, [])]
    for end in range(1, length + 1):
        chosen = best[end - 1]
        for run in ending.get(end, ()):
            size = end - run[0]
            value = best[run[0]][0] + size - 0.6 + 0.01 * size * size - 0.5 * (run[:2] in heard)
            if value >= chosen[0]:
                chosen = (value, [*best[run[0]][1], run])
        best.append(chosen)
    return best[length][1]
