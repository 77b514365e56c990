"""What the kiosk listens for beside the student: four rules that override it, and words that pick what a skill says.

The rules (emergency, a plea for a person, bare yes, bare no) must be precise: a shopper who asks for firelighters rings no bell. They only ever
add; whatever they do not catch is the student's to decide. All matching is on `kiosk.core.text.normalise`d text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from kiosk.assistant.words.amounts import number
from kiosk.assistant.words.wording import lexicon_data
from kiosk.core import Intent, Language

_MARKS = re.compile(r"[\s,.!?;:，。！？、；：~～…]+")
_DIGITS = re.compile(r"\d+(?:[.,]\d+)?")


def in_plain_words(text: str) -> str:
    """A text with rare ways of speaking put in the words that the student learnt: "pure veg" is vegetarian, 里头 is 里面."""
    for language in Language:
        for plain, pattern in lexicon(language).means:
            text = pattern.sub(plain, text)
    return text


HARMLESS = ("needs", "in_the_food", "stolen", "hazard")
"""Lists that sound like danger and are none; they are heard only where nothing of the list `harm` is. What might happen ("somebody could fall") is none yet."""


class Lexicon:
    """The vocabulary of one language, compiled."""

    def __init__(self, language: Language) -> None:
        data = lexicon_data(language)
        self.language = language
        self._lists: dict[str, re.Pattern[str]] = {}
        self._tables: dict[str, dict[str, re.Pattern[str]]] = {}
        for name, held in data.items():
            if name in ("numbers", "weights", "measures", "means"):
                continue
            if isinstance(held, Mapping):
                self._tables[name] = {key: self._compile(words) for key, words in held.items()}
            elif held and isinstance(held[0], list):
                self._tables[name] = {str(n): self._compile(words) for n, words in enumerate(held)}
            elif name in ("yes", "no", "lead_in", "yes_and"):
                self._lists[name] = re.compile("|".join(held))
            elif name in HARMLESS:
                self._lists[name] = re.compile(f"^(?!.*{self._compile(data['harm']).pattern}).*(?:{self._compile(held).pattern})", re.DOTALL)
            elif name in ("alone", "ellipsis", "meant", "the_one", "negated", "replaces", "people", "month_day", "lost_thing"):
                self._tables[name] = {str(n): re.compile(words) for n, words in enumerate(held)}
            else:
                self._lists[name] = self._compile(held)
        edges = (r"(?<![a-z0-9])", r"(?![a-z0-9])") if language == Language.en else ("", "")
        self.means = [(plain, re.compile(f"(?i){edges[0]}(?:{'|'.join(held)}){edges[1]}")) for plain, held in data["means"].items()]
        self._avoided = [(re.compile(words), personal) for words, personal in self._avoiding(data)]
        self._months = {m: n for n, m in enumerate(data["months"], 1)}
        self._numbers: Mapping[str, float] = data["numbers"]
        self._weights = {re.compile(rf"{k}\b" if language == Language.en else k): v for k, v in data["weights"].items()}

        counts = "|".join((r"\d+(?:[.,]\d+)?", *sorted(self._numbers, key=len, reverse=True)))
        number = rf"(?<![a-z0-9.])(?:{counts})(?:[ -](?:{counts}))?" if language == Language.en else r"(?:\d+(?:\.\d+)?|[一二三四五六七八九十百两半]+)"
        self._measures = {
            unit: [(re.compile(words.replace("#", number)), Decimal(str(factor))) for words, factor in held.items()] for unit, held in data["measures"].items()
        }

    def _compile(self, words: Sequence[str]) -> re.Pattern[str]:
        joined = "|".join(words) or "(?!)"
        return re.compile(rf"(?<![a-z0-9])(?:{joined})(?![a-z0-9])" if self.language == Language.en else f"(?:{joined})")

    def _avoiding(self, data: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
        """Patterns of what is to be left out, and whether they tell of a person."""
        space, edge = (r" *", r"(?![a-z0-9])") if self.language == Language.en else ("", "")
        start = r"(?<![a-z0-9])" if self.language == Language.en else ""
        code = "(?:" + "|".join(f"(?:{w}){edge}" for words in data["codes"].values() for w in words) + ")"
        joins = f"(?:(?:{'|'.join(data['code_joins'])}){edge}{space})*"
        run = f"(?P<codes>{code}(?:{space}{joins}{code})*)"
        yield f"{start}(?:{'|'.join(data['lives_by'])}){edge}", True
        before, behind = "|".join(data["must_not_before"]), "|".join(data["must_not_behind"])
        yield f"{start}(?:{before}){space}{joins}{run}", True
        yield f"{start if self.language == Language.en else '对?'}{run}(?:{behind}){edge}", True
        yield f"{start}(?:{'|'.join(data['leaves_out_before'])}){space}{joins}{run}", False

    def avoided(self, text: str) -> list[tuple[int, int, tuple[str, ...], bool]]:
        """What is to be left out: where it is said, the codes in it, and whether it tells of a person ("allergic to") or of goods ("without")."""
        found: list[tuple[int, int, tuple[str, ...], bool]] = []
        for pattern, personal in self._avoided:
            for m in pattern.finditer(text):
                codes = self.which("codes", m.groupdict().get("codes") or m[0])
                codes = tuple(c for c in codes if c != "milk" or "lactose" not in codes)
                if codes and not any(m.start() < end and m.end() > start for start, end, _, _ in found):
                    found.append((*m.span(), codes, personal))
        return sorted(found)

    def hears(self, name: str, text: str) -> bool:
        """Whether a list of words has one in the text."""
        if name in HARMLESS:
            text = self._lists["might_hurt"].sub(" ", text)
        return self._lists[name].search(text) is not None

    def is_all(self, name: str, text: str) -> bool:
        """Whether the text is nothing but a word of a list."""
        return self._lists[name].fullmatch(text) is not None

    def behind(self, name: str, text: str) -> str:
        """The text behind the first word of a list; empty where none stands in it."""
        match = self._lists[name].search(text)
        return text[match.end() :] if match else ""

    def which(self, table: str, text: str) -> tuple[str, ...]:
        """Keys of a table with a word in the text, in the order of the table."""
        return tuple(key for key, words in self._tables[table].items() if words.search(text))

    def spans(self, table: str, key: str, text: str) -> list[tuple[int, int]]:
        """Where the words of a table's key stand."""
        return [m.span() for m in self._tables[table][key].finditer(text)]

    def without(self, table: str, text: str, but: Sequence[str]) -> str:
        """The text without the words of a table, but for those inside some other words ("milk" of the named "milk chocolate")."""
        kept = [m.span() for words in but for m in re.finditer(re.escape(words), text.lower())]
        cut = [m.span() for words in self._tables[table].values() for m in words.finditer(text.lower())]
        for start, end in sorted(cut, reverse=True):
            if not any(a <= start and end <= b for a, b in kept):
                text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
        return text

    def behind_lead_in(self, text: str) -> str:
        """The text without a yes, no or ok in front; empty where there is none in front."""
        match = self._lists["lead_in"].search(text)
        return text[match.end() :] if match else ""

    def ordinal(self, text: str) -> int | None:
        """0 for "the first one"."""
        found = self.which("ordinals", text)
        return int(found[0]) if found else None

    def said(self, table: str, text: str) -> str | None:
        """The `words` of the first pattern of `ellipsis` or `meant` that fits."""
        for pattern in self._tables[table].values():
            match = pattern.search(text)
            if match:
                return match["words"].strip(" ,.!?，。！？")
        return None

    def rule(self, text: str) -> Intent | None:
        """The intent that a rule gives the text, if any: danger first."""
        alarm = self._lists["emergency"].search(text)
        if alarm and not self._harmless(text, alarm):
            return Intent.emergency
        if self.hears("person", text):
            return Intent.call_staff
        bare = _MARKS.sub(" ", text).strip()
        if self._lists["yes"].fullmatch(bare):
            return Intent.affirm
        if self._lists["no"].fullmatch(bare):
            return Intent.deny
        return None

    def asked_anew(self, text: str) -> Intent | None:
        """What is asked of the product talked about in so many words, whatever was asked before: where it comes from, how two differ, whether an offer
        holds, what it costs, where old ones go. None where the words say nothing of these."""
        return next((Intent(name) for name in self.which("asks_anew", text)), None)

    def calls_off(self, text: str) -> str:
        """How a text calls an alarm off: "safe" (we found him), "stop" (false alarm), empty where it does not or tells of danger still."""
        said = next(iter(self.which("called_off", text)), "")
        return "" if self.hears("danger_still", text) or self.rule(text) == Intent.emergency else said

    def behind_calling_off(self, text: str) -> str:
        """What is asked behind the words that call an alarm off: "where's the loo" of "false alarm, where's the loo"; empty where nothing is."""
        ends = [m.end() for pattern in self._tables["called_off"].values() for m in pattern.finditer(text)]
        rest = [s.strip() for s in re.split(r"[.!?,;，。！？；]+", text[max(ends) :])] if ends else []
        return next((" ".join(rest[n:]) for n, s in enumerate(rest) if self.hears("asks", s)), "")

    def photo(self, text: str) -> str:
        """What a text says to a photo that is offered or shown: "do", "again" or "none"; empty where it is about something else."""
        bare = _MARKS.sub(" ", text).strip()
        said = next(iter(self.which("photo", bare)), "")
        return said or {Intent.affirm: "do", Intent.deny: "none"}.get(self.rule(text) or Intent.help, "")

    def _harmless(self, text: str, alarm: re.Match[str]) -> bool:
        """Whether what sounded like danger is part of a harmless phrase (fire-roasted, 打折), and nothing else sounds like danger."""
        cleared = self._lists["emergency_not"].sub(" ", text)
        return cleared != text and self._lists["emergency"].search(cleared) is None

    def number(self, text: str) -> Decimal | None:
        """The first number said, in digits or words: "two", 两, "1.5", 三十二."""
        digits = _DIGITS.search(text)
        if digits:
            return Decimal(digits[0].replace(",", "."))
        if self.language == Language.zh:
            return _chinese_number(text)
        text = re.sub(r"\ban? (?=(couple|few|pair|fiver|tenner|hundred)\b)", "", text)
        for word in re.findall(r"[a-z]+", text):
            if word in self._numbers:
                value = Decimal(str(self._numbers[word]))
                if word in ("a", "an") and "half" in text:
                    return Decimal("0.5") if "dozen" not in text else Decimal(6)
                if word == "half" and "dozen" in text:
                    return Decimal(6)
                return value * 12 if "dozen" in text and word != "dozen" and word not in ("a", "an") else Decimal(12) if "dozen" in text else value
        return None

    def people(self, text: str) -> int | None:
        """For how many people something is meant: "for six", 六个人."""
        for pattern in self._tables["people"].values():
            for match in pattern.finditer(text):
                if value := number(match["n"], self.language):
                    return int(value)
        return None

    def weight(self, text: str) -> Decimal | None:
        """Kilograms that a quantity names ("two kilos of", 半斤), None where it names none."""
        for unit, kilograms in self._weights.items():
            match = unit.search(text)
            if match:
                return (self.number(text) or Decimal(1)) * Decimal(str(kilograms))
        return None

    def measure(self, unit: str, text: str) -> Decimal | None:
        """How many kilometres (`km`), metres (`m`) or euros (`euro`) a text names first: "fifteen miles", 2.30 m, 两米三, "a 500 note"."""
        found: list[tuple[int, Decimal]] = []
        for pattern, factor in self._measures.get(unit, ()):
            for match in pattern.finditer(text):
                value = self._counted(match.groupdict())
                if value is not None:
                    found.append((match.start(), value * factor))
        return min(found)[1] if found else None

    def _counted(self, said: Mapping[str, str | None]) -> Decimal | None:
        """A number before its unit (`n`) and what follows it (`rest`): "two metres thirty", 两米三."""
        whole, rest = self._said_whole(said.get("n") or ""), self._said_whole(said.get("rest") or "")
        if whole is None or rest is None:
            return whole
        return whole + rest / (10 if rest < 10 and self.language == Language.zh else 100)

    def _said_whole(self, text: str) -> Decimal | None:
        """A number that is all of a text: "twenty five", "five hundred", 十二."""
        words = text.replace("-", " ").split()
        if self.language == Language.zh or len(words) < 2 or any(w not in self._numbers for w in words):
            return self.number(text)
        total = Decimal(0)
        for word in words:
            value = Decimal(str(self._numbers[word]))
            total = (total or 1) * value if value >= 100 else total + value
        return total

    def plainly(self, text: str) -> str:
        """The text with words that mean the same made one (掉了, 找不到了 → 丢了), for the words that ask for what a shop has laid down."""
        for word, pattern in self._tables["alike"].items():
            text = pattern.sub(word, text)
        return text

    def months(self, text: str) -> int | None:
        """The age of a baby in months: "eight months", 半岁, a newborn's 0; None where none is named."""
        if self.which("ages", text):
            return 0
        half = re.search(r"half a year|半岁|半周岁", text)
        found = re.search(r"([a-z]+|\d+)[ -]months?", text) or re.search(r"([一二两三四五六七八九十\d]+)个?月", text)
        years = re.search(r"([a-z]+|\d+)[ -]years?", text) or re.search(r"([一二两三四五六七八九十\d]+)周?岁", text)
        for match, months in ((found, 1), (years, 12)):
            if match and (number := self.number(match[1])) is not None:
                return int(number * months)
        return 6 if half else None

    def months_from(self, name: str) -> int | None:
        """The age in months that a product's English name says it is from; None where it says none."""
        found = re.search(r"from (birth|(\d+) months)", name)
        return None if found is None else int(found[2] or 0)

    def pattern(self, name: str) -> str:
        """A list of words as one regular expression."""
        return self._lists[name].pattern

    def prices(self, text: str) -> tuple[Decimal, ...]:
        """Prices that the shopper reads out, in order: "1.89", 两块九, 一块五."""
        if self.language == Language.en:
            return tuple(Decimal(n.replace(",", ".")) for n in re.findall(r"(?<![\d.,])\d{1,3}[.,]\d{2}(?![\d.,])", text))
        found = []
        for whole, part in re.findall(r"([\d.]+|[一二两三四五六七八九十百]+)(?:块|欧元?)([一二三四五六七八九]|半)?", text):
            value = Decimal(whole) if whole.replace(".", "", 1).isdigit() else _chinese_number(whole)
            tenths = Decimal("0.5") if part == "半" else number(part, Language.zh) / 10
            found.append((value or Decimal(0)) + tenths)
        return tuple(found) or tuple(Decimal(n) for n in re.findall(r"(?<![\d.])\d{1,3}\.\d{1,2}(?![\d.])", text))

    def day(self, text: str, today: date) -> date | None:
        """The day that the text names, seen from today; None where it names none."""
        for pattern in self._tables["month_day"].values():
            match = pattern.search(text)
            if match:
                return _next_date(match.groupdict(), today, self._months)
        relative = self.which("days", text)
        if "after_tomorrow" in relative:
            return today + timedelta(days=2)
        if "tomorrow" in relative:
            return today + timedelta(days=1)
        weekdays = self.which("weekdays", text)
        if weekdays:
            return today + timedelta(days=(int(weekdays[0]) - today.weekday()) % 7)
        if "weekend" in relative:
            return today + timedelta(days=(5 - today.weekday()) % 7)
        if "today" in relative or "now" in relative:
            return today
        return None


def _next_date(said: Mapping[str, str | None], today: date, months: Mapping[str, int]) -> date | None:
    """The next date with this day and month."""
    day, month = int(said["day"] or 0), said.get("month")
    number = (months.get(month) or int(month) if month.isdigit() else months.get(month)) if month else None
    for ahead in range(370):
        candidate = today + timedelta(days=ahead)
        if candidate.day == day and (number is None or candidate.month == number):
            return candidate
    return None


_TWO_AND_THREE = str.maketrans("俩仨", "两三")


def _chinese_number(text: str) -> Decimal | None:
    match = re.search(r"[一二三四五六七八九十百两俩仨半]+", text)
    value = number(match[0].translate(_TWO_AND_THREE), Language.zh) if match else Decimal(0)
    return (value * 12 if "打" in text else value) or None


@cache
def lexicon(language: Language) -> Lexicon:
    """The compiled vocabulary of a language."""
    return Lexicon(language)
