"""The parts of one kiosk, opened when first needed and kept: store, student, assistant, ears, eyes, voice, tickets, enrolled products.

The senses and the voice are given this shop's words here: hot words, barcode table, label lexicon, picture gallery keys, pronunciations; whoever takes
the ears, the eyes or the voice from here gets them with the catalogue as it is now, also where a pack was imported meanwhile. A part that is missing raises MissingPart when it is
asked for; the others go on working.
"""

import threading
from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from kiosk.assistant.assistant import Assistant
from kiosk.assistant.understanding import Understander
from kiosk.bundle.finished import Finished
from kiosk.bundle.manifest import Bundle, open_bundle
from kiosk.bundle.sense import sense
from kiosk.bundle.student import Student
from kiosk.core import Language
from kiosk.core.settings import Settings
from kiosk.store.catalogue import Store, open_live, open_store
from kiosk.store.enrolled import FILE as ENROLLED
from kiosk.store.enrolled import EnrolledFile
from kiosk.store.phrases import phrases_of_store
from kiosk.store.tickets import Tickets
from kiosk.store.unanswered import UnansweredCounts

if TYPE_CHECKING:
    from kiosk.hearing.ears import Ears
    from kiosk.seeing.eyes import Eyes
    from kiosk.speaking.voice import KokoroVoice
    from kiosk.visit.enrolling import Enrolling

Clock = Callable[[], datetime]


class House:
    """Everything behind one kiosk. Cheap to make; not for questions from two threads at once (`lock` keeps them apart).

    Args:
        clock: the time now, with its zone; the shop's own time where none is given.
    """

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.lock = threading.RLock()
        self._clock = clock
        self._given: dict[str, int] = {}

    def now(self) -> datetime:
        """The time in the shop."""
        return self._clock() if self._clock else datetime.now(ZoneInfo(self.store.shop.timezone))

    @cached_property
    def bundle(self) -> Bundle:
        """The verified model bundle: the one that `kiosk bundle install` put into the state folder, else the embedded one."""
        installed = self.settings.state / "bundle"
        return open_bundle(installed if installed.is_dir() else self.settings.bundle)

    @cached_property
    def student(self) -> Student:
        """The language student."""
        return Student(self.bundle.part("understanding"), cache=self.settings.state / "compiled")

    @cached_property
    def store(self) -> Store:
        """The shop's catalogue: the pack that was named, or the imported one."""
        settings = self.settings
        if settings.store:
            store = open_store(settings.store, settings.state, lambda texts: self.student.embed(texts))
        else:
            store = open_live(settings.state, settings.default_store, lambda texts: self.student.embed(texts))
        if settings.place_x is not None and settings.place_y is not None:
            store.stands_at = settings.place_x, settings.place_y
        return store

    @cached_property
    def tickets(self) -> Tickets:
        """Tickets and the queue of calls, durable."""
        return Tickets(self.settings.state / "tickets.sqlite", self.now)

    @cached_property
    def unanswered(self) -> UnansweredCounts:
        """What could not be answered, counted; durable."""
        return UnansweredCounts(self.settings.state)

    @cached_property
    def assistant(self) -> Assistant:
        """The brain."""
        return Assistant(self.store, Understander(self.student), self.tickets, self.now)

    def _is_news(self, sense: str) -> bool:
        """Whether the catalogue is another one than a sense was last given; from now on this one counts as given."""
        self.store.refresh()
        before, self._given[sense] = self._given.get(sense), self.store.generation
        return before != self.store.generation

    @cached_property
    def _ears(self) -> "Ears":
        from kiosk.hearing.ears import Ears

        return Ears(self.bundle.part("hearing"), None, self.settings.threads, self.settings.state / "compiled", self.finished, sense=self.sense)

    @property
    def ears(self) -> "Ears":
        """The recogniser with this shop's words."""
        with self.lock:
            ears = self._ears
            if self._is_news("ears"):
                ears.learn(phrases_of_store(self.store), order_words(self.store))
            return ears

    def finished(self, text: str, language: Language) -> float | None:
        """Chance, 0 to 1, that a shopper who said this has finished, by the language student; from any thread."""
        with self.lock:
            return Finished(self.student)(text, language)

    def sense(self, text: str, _: Language) -> float:
        """How much a text is like something that a shopper says, 0 to 1, by the language student; from any thread."""
        with self.lock:
            return sense(self.student, text)

    @cached_property
    def _eyes(self) -> "Eyes":
        from kiosk.seeing.eyes import Eyes

        return Eyes(self.bundle.part("seeing"), (), {}, {}, self.settings.threads, self.enrolling.vectors)

    @property
    def eyes(self) -> "Eyes":
        """Barcode, label and appearance, with this shop's products."""
        with self.lock:
            eyes = self._eyes
            if self._is_news("eyes"):
                lexicon = {sku: (en, zh, brand) for sku, en, zh, brand in self.store.names()}
                eyes.sell(lexicon.keys(), lexicon, self.store.eans())
            return eyes

    @cached_property
    def enrolled(self) -> EnrolledFile:
        """Products that staff enrolled by camera, durable."""
        return EnrolledFile(self.settings.state / ENROLLED)

    @cached_property
    def sight(self) -> str:
        """What tells this bundle's picture student from every other: its vectors are comparable to no other's."""
        self.bundle.part("seeing")
        return self.bundle.manifest.parts["seeing"].model_digest

    @cached_property
    def enrolling(self) -> "Enrolling":
        """What teaches the kiosk a product by camera."""
        from kiosk.visit.enrolling import Enrolling

        return Enrolling(self)

    @cached_property
    def _voice(self) -> "KokoroVoice":
        from kiosk.speaking.voice import KokoroVoice

        def recurring() -> list[tuple[str, Language]]:
            with self.lock:
                return said_phrases(self.store)

        return KokoroVoice({}, self.settings.state / "voice", recurring=recurring)

    @property
    def voice(self) -> "KokoroVoice":
        """The voice, with the shop's brands in its lexicon, and what it says again and again to be prepared. Opening it takes seconds and keeps no question
        waiting."""
        voice = self._voice
        with self.lock:
            if self._is_news("voice"):
                voice.learn({b.brand: b.say_en for b in self.store.brands if b.say_en})
        return voice


def order_words(store: Store) -> list[str]:
    """The values of the shop's order form in both languages; none where it has no such form."""
    form = store.form("order")
    return [] if form is None else [value for field in form.fields for value in (*field.values_en, *field.values_zh)]


def said_phrases(store: Store) -> list[tuple[str, Language]]:
    """What the kiosk of this shop says again and again, most useful first: what replies begin with, names of kinds and products, whole sentences
    further on; the languages by turns."""
    from kiosk.assistant.facts import short_name
    from kiosk.speaking.phrases import beginnings, later_sentences

    shop, names = store.shop, store.names()
    replies = {language: _reply_shapes(store, language) for language in Language}
    policies = [(fact.answer_en, fact.answer_zh) for policy in store.policies for fact in policy.facts]
    first = [beginnings(replies[language]) for language in Language]
    rules = [beginnings(en for en, _ in policies), beginnings(zh for _, zh in policies)]
    kinds = [[shop.name_en, *(k.en for k in store.kinds.values())], [shop.name_zh, *(k.zh for k in store.kinds.values())]]
    products = [[short_name(n[1]) for n in names], [short_name(n[2]) for n in names]]
    later = [later_sentences(replies[language]) for language in Language]
    found: dict[tuple[str, Language], None] = {}
    for group in (first, rules, kinds, products, later):
        for pair in zip_longest(*group):
            found.update({(text, language): None for text, language in zip(pair, Language, strict=True) if text})
    return list(found)


_URGENT = ("emergency", "staff_", "dont_know", "claim_failed", "better_a_person", "out_of_scope", "greeting")
"""Wordings that are prepared before all others: where a person is needed, and what is said most."""


def _reply_shapes(store: Store, language: Language) -> list[str]:
    """Every wording of a language, with what is always the same in this shop and a blank where a turn puts something in."""
    from kiosk.assistant.words.wording import Fact, piece, wordings
    from kiosk.speaking.phrases import BLANK

    words, shop = wordings(language), store.shop
    own = {Language.en: (shop.name_en, shop.service_desk_en), Language.zh: (shop.name_zh, shop.service_desk_zh)}[language]
    always = dict(zip(("shop", "desk"), own, strict=True))
    shapes: list[str] = []
    for key in sorted(words.keys, key=lambda k: not k.startswith(_URGENT)):
        known = always | ({"number": shop.emergency_number} if key.startswith("emergency") else {})
        filled = piece(key, **{field: Fact(known.get(field, BLANK), ()) for field in words.fields(key)})
        shapes += [words.render([filled], turn, {})[0] for turn in range(len(words.literals(key)))]
    for place in store.facilities:
        name, where = (place.en, place.where_en) if language is Language.en else (place.zh, place.where_zh)
        told = piece("facility", name=Fact(name, ()), where=Fact(where, ()))
        shapes += [words.render([told], turn, {})[0] for turn in range(len(words.literals("facility")))]
    for dish in store.recipes:
        name = dish.en if language is Language.en else dish.zh
        shapes.append(words.render([piece("recipe", dish=Fact(name, ()), serves=Fact(str(dish.serves), ()), items=Fact(BLANK, ()))], 0, {})[0])
    return shapes
