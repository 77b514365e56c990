"""An auditor of replies, written apart from the claim check: it knows no citation and no renderer, only the database file and the text.

It reads the SQLite file itself. A reply passes when, after everything that stands word for word in the database is taken out, each price,
place, date and number that is left belongs to a product (or offer) that the reply names, and no word is left that the kiosk's own wordings do not use.
"""

import json
import re
import sqlite3
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

CENT = Decimal("0.01")
REPLIES = Path(__file__).parents[2] / "kiosk" / "assistant" / "replies"
_PRICE = re.compile(r"€(\d+\.\d{2})|(\d+\.\d{2})欧元")
_PLACE = re.compile(r"aisle (\d+), (?:on )?shelf (\d+)|(\d+)号通道(\d+)号货架", re.IGNORECASE)
_DATE = re.compile(r"(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December)(?: (\d{4}))?|(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日")
_MONTHS = ["", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]


def _forms(name: str) -> set[str]:
    """A name as it stands, and without what begins with a number at its end: "oat drink 1 l", 矿泉水 6瓶x1.5升."""
    cuts = [m.start() for m in re.finditer(r"(?<![\d.,])\d", name)]
    return {name} | {short for cut in cuts if len(short := name[:cut].strip(" ,·，")) > (3 if name.isascii() else 1)}


def _day(match: re.Match[str]) -> tuple[int, int]:
    """Month and day of a `_DATE`."""
    return (_MONTHS.index(match[2]), int(match[1])) if match[2] else (int(match[5]), int(match[6]))


@dataclass
class Auditor:
    """One database, read once; `audit` gives what is wrong with a reply."""

    file: Path
    products: list[dict[str, Any]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    dates: set[tuple[int, int]] = field(default_factory=set)
    years: set[tuple[int, int, int]] = field(default_factory=set)
    soon: set[tuple[int, int]] = field(default_factory=set)
    """Days that the clock may name: within a week of the day of the question."""
    numbers: set[str] = field(default_factory=set)
    rows: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        with sqlite3.connect(f"file:{self.file}?mode=ro", uri=True) as db:
            for body, price, aisle, shelf, stock in db.execute("SELECT body, price, aisle, shelf, stock FROM products"):
                product = json.loads(body)
                product |= {"price": Decimal(price), "aisle": aisle, "shelf": shelf, "stock": stock}
                product["names"] = {n for name in (product["name_en"], product["name_zh"]) for n in _forms(name)}
                self.products.append(product)
                self.texts += product["names"]
                self._texts(json.loads(body))
            for (body,) in db.execute("SELECT body FROM rows"):
                self.rows.append(json.loads(body))
                self._texts(self.rows[-1])
            for (value,) in db.execute("SELECT value FROM meta WHERE name='shop'"):
                self._texts(json.loads(value))
                self.numbers.add(json.loads(value)["emergency_number"])
        self.texts = sorted({t for t in self.texts if len(t) > 1 and re.search(r"[^\d\W]", t)}, key=len, reverse=True)
        self._sentences = [t for t in self.texts if len(t) >= 10 and not t.isascii()]
        self._heads: dict[str, list[str]] = {}
        for text in self.texts:
            self._heads.setdefault(text[:2].lower(), []).append(text)
        for file in REPLIES.glob("*.yaml"):
            said = yaml.safe_load(file.read_text("utf-8"))
            for text in self._strings({"r": said["replies"], "t": said["terms"]}):
                bare = re.sub(r"\{[a-z]+\}", " ", text)
                self.words |= set(re.findall(r"[a-z]+", bare.lower())) | set(re.findall(r"[\u4e00-\u9fff]", bare))

    def _texts(self, value: Any) -> None:
        for text in self._strings(value):
            self.texts.append(text)
            for year, month, day in re.findall(r"(\d{4})-(\d{2})-(\d{2})", text):
                self.years.add((int(year), int(month), int(day)))
                self.dates.add((int(month), int(day)))

    def _strings(self, value: Any) -> list[str]:
        if isinstance(value, dict):
            field = "ask_en" in value  # of a form, whose keys and cues are never told
            return [s for k, v in value.items() if not (field and k.startswith(("id", "kind", "cues"))) for s in self._strings(v)]
        if isinstance(value, list):
            return [s for v in value for s in self._strings(v)]
        return [value] if isinstance(value, str) else []

    def named(self, text: str) -> list[dict[str, Any]]:
        """Products whose name stands in the text, the longest names first; a name inside a longer named one does not count by itself."""
        found: list[dict[str, Any]] = []
        left = text
        for name, product in sorted(((n, p) for p in self.products for n in p["names"] if n in text), key=lambda pair: -len(pair[0])):
            if name in left or any(name in f["names"] for f in found):
                found.append(product)
                left = left.replace(name, " ") if not any(name in q["names"] for q in self.products if q is not product) else left
        return found

    def prices_of(self, named: list[dict[str, Any]], counts: set[Decimal]) -> set[Decimal]:
        """Every amount that the reply may tell about the products it names."""
        offers = [r for r in self.rows if "starts" in r and "type" in r]
        amounts: set[Decimal] = set()
        for p in named:
            price = p["price"]
            per = Decimal(str(p["amount"])) / (1 if p["unit"] == "piece" else 1000)
            amounts |= {price, (price / 2).quantize(CENT, ROUND_HALF_UP)}
            if p["sold_by"] != "kg":
                amounts.add((price / per).quantize(CENT, ROUND_HALF_UP))
            amounts |= {(price * c).quantize(CENT, ROUND_HALF_UP) for c in counts}
            for o in offers:
                if p["sku"] in o["skus"] or p["kind"] in o["kinds"]:
                    single = Decimal(str(o["price"])) if o["price"] is not None else (price * (100 - (o["percent"] or 0)) / 100).quantize(CENT, ROUND_HALF_UP)
                    amounts |= {(single * c).quantize(CENT, ROUND_HALF_UP) for c in {*counts, Decimal(1)}}
                    amounts |= {price * (c - c // o["buy"] * (o["buy"] - o["pay"])) for c in counts if o["buy"] and c % 1 == 0}
        amounts |= {abs(a["price"] - b["price"]) for a, b in combinations(named, 2)}
        return amounts

    def audit(self, text: str, question: str = "", listed: Decimal | None = None) -> list[str]:
        """What is wrong with a reply; empty where nothing is. `listed` is the total of the shopping list, where one is told."""
        named = self.named(text)
        wrong: list[str] = []
        left = re.sub(r"“[^”]*”", lambda m: " " if m[0].strip("“”").lower() in question.lower() else m[0], text)
        # A date with its year first: "31 December" alone stands in the database's texts too.
        left = _DATE.sub(lambda m: " " if (m[3] or m[4]) and self._is_dated(m) else m[0], left)
        left = self._without_texts(left)
        counts = (
            {Decimal(n) for n in re.findall(r"(?<![\d.€])\d+(?:\.\d+)?(?![\d.])", f"{question} {left}")} | {Decimal(n) for n in range(1, 13)} | {Decimal("0.5")}
        )
        allowed = self.prices_of(named, counts) | ({listed} if listed is not None else set())
        for match in _PRICE.finditer(left):
            if Decimal(match[1] or match[2]) not in allowed:
                wrong.append(f"price {match[0]} belongs to none of {[p['sku'] for p in named]}")
        left = _PRICE.sub(" ", left)
        for match in _PLACE.finditer(left):
            place = (match[1] or match[3], match[2] or match[4])
            if place not in {(p["aisle"], p["shelf"]) for p in named} and place not in self._kind_places(text):
                wrong.append(f"place {match[0]} belongs to none of {[p['sku'] for p in named]}")
        left = _PLACE.sub(" ", left)
        for match in _DATE.finditer(left):
            day = _day(match)
            if (match[3] or match[4]) and not self._is_dated(match):
                wrong.append(f"year of {match[0]} is not in the database")
            if day not in self.dates and day not in self.soon:
                wrong.append(f"date {match[0]} is nowhere in the database")
        left = _DATE.sub(" ", left)
        numbers = {str(p[k]) for p in named for k in ("stock", "age_limit", "kcal", "fat", "carbs", "sugars", "protein", "salt", "amount")}
        own = " ".join(p[name] for p in named for name in ("name_en", "name_zh")).lower()  # how many there are in a pack, and of what, stands there
        numbers |= set(re.findall(r"\d+(?:\.\d+)?", own))
        numbers = {n.removesuffix(".0") for n in numbers} | self.numbers | {str(r["serves"]) for r in self.rows if "serves" in r}
        said = set(re.findall(r"\d+(?:\.\d+)?", question))
        for number in re.findall(r"\d+(?::\d\d)?(?:\.\d+)?", left):
            if (
                number not in numbers
                and number not in said
                and not (":" in number and any(number.zfill(5) in json.dumps(r) for r in self.rows))
                and number not in {str(c) for c in counts if c <= 12}
            ):
                wrong.append(f"number {number} is no fact of {[p['sku'] for p in named]}")
        strange = [w for w in re.findall(r"[a-z]+|[\u4e00-\u9fff]", re.sub(r"\d", " ", left).lower()) if w not in self.words and w not in own]
        if strange:
            wrong.append(f"words {strange} are neither in the database nor in the wordings")
        return wrong

    def _is_dated(self, match: re.Match[str]) -> bool:
        """Whether a date stands in the database with its year."""
        return (int(match[3] or match[4]), *_day(match)) in self.years

    def _kind_places(self, text: str) -> set[tuple[str, str]]:
        """Places of kinds whose name is told: "oat milk is in aisle 4"."""
        lower = text.lower()
        kinds = {r["kind"] for r in self.rows if "department" in r and (r["en"].lower() in lower or r["zh"] in text)}
        return {(p["aisle"], p["shelf"]) for p in self.products if p["kind"] in kinds}

    def _without_texts(self, text: str) -> str:
        """The text without every passage that stands word for word in the database."""
        for long in self._sentences:
            text = text.replace(long, " ¦ ")  # before a shorter one that overlaps its beginning
        out, position = [], 0
        while position < len(text):
            held = [t for t in self._heads.get(text[position : position + 2].lower(), ()) if text[position : position + len(t)].lower() == t.lower()]
            whole = [t for t in held if not (t[-1:].isascii() and t[-1:].isalnum() and text[position + len(t) : position + len(t) + 1].isascii()
                                             and text[position + len(t) : position + len(t) + 1].isalnum())]  # fmt: skip
            starts = position == 0 or not (text[position - 1].isascii() and text[position - 1].isalnum() and text[position].isascii())
            if whole and starts:
                position += len(max(whole, key=len))
                out.append(" ¦ ")
            else:
                out.append(text[position])
                position += 1
        return "".join(out)
