"""The one way from the window to the conversation: everything the window asks of `kiosk.visit` goes through here.

What must hold: the house is opened on its worker, and every call into it runs there, but for listening and the voice, which have workers of their
own; never on the window's thread; rows come back as plain data.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import numpy.typing as npt

from kiosk.app.cards import Card, Listed, Words, card, list_rows
from kiosk.app.notes import case_note, order_note, policy_note, ticket_note, ticket_number
from kiosk.app.places import Place, Said, aisle_place, facility_place, in_both, product_place, whole_list
from kiosk.app.today import hours_today, offers_today
from kiosk.core import Answer, BadInput, Intent, KioskError, Language, spoken
from kiosk.core.settings import Settings
from kiosk.store.building import Facility, Floor
from kiosk.store.rows import Product

if TYPE_CHECKING:
    from kiosk.app.reasons import Told

log = logging.getLogger(__name__)
Pixels = npt.NDArray[np.uint8]
Samples = npt.NDArray[np.float32]
PATIENCE: Final = 7.0
"""Seconds that the microphone waits for a first word."""


class Conversation(Protocol):
    """What the window needs of `kiosk.visit.Visit`."""

    house: Any
    state: Any

    def ask(self, text: str | None = None, images: Any = (), audio: Any = None, language: Language | None = None) -> Answer:
        """One turn."""
        ...

    def rehearse(self, text: str, language: Language | None = None) -> Answer | None:
        """What a question would be answered, with nothing done."""
        ...

    def take_back(self) -> bool:
        """As if the last question had not been asked."""
        ...

    def reset(self) -> None:
        """Forgets the visit."""
        ...


@dataclass(frozen=True)
class ShopView:
    """What the window shows of the shop itself."""

    names: Said
    desks: Said
    emergency_number: str
    floor: Floor | None
    facilities: tuple[Facility, ...]
    words: tuple[str, ...]
    samples: tuple[Card, ...] = ()


@dataclass(frozen=True)
class Today:
    """What the attract screen tells of the day."""

    hours: str
    offers: tuple[Card, ...]


@dataclass(frozen=True)
class Turn:
    """An answer as the window shows it, in each of its languages."""

    answer: Answer
    cards: Mapping[str, list[Card]]
    place: Place | None
    listed: Mapping[str, Listed]
    calls: tuple[int, ...] = ()
    asks: bool = False
    note: Mapping[str, Mapping[str, Any]] | None = None
    photo: str = ""
    """Number of a case that was stored just now and for which the reply offers a photo."""


class Parts:
    """The visit and its house, made on first use by the worker.

    Args:
        make: gives the visit; without it the real one of these settings.
        words: the window's words by language.
        has_camera: whether a photo can be offered; asked for on the worker.
    """

    def __init__(
        self, settings: Settings, words: Mapping[str, Words], make: Callable[[], Conversation] | None = None, has_camera: Callable[[], bool] = lambda: False
    ) -> None:
        self._settings = settings
        self._words = words
        self._has_camera = has_camera
        self._make = make or self._real
        self._visit: Conversation | None = None
        self._making = threading.Lock()
        self._missed: Answer | None = None
        self._told = -1

    def _real(self) -> Conversation:
        from kiosk.visit import House, Visit

        return Visit(House(self._settings))

    @property
    def visit(self) -> Conversation:
        """The conversation; made by whichever worker needs it first, and only once."""
        with self._making:
            if self._visit is None:
                self._visit = self._make()
            return self._visit

    def open(self) -> ShopView:
        """Opens store and student, and says what the shop is."""
        house = self.visit.house
        with house.lock:
            _ = house.store, house.assistant
        return self._shop()

    def news(self) -> ShopView | None:
        """What the shop is now, where a pack was imported since that was last said."""
        store = self.visit.house.store
        with self.visit.house.lock:
            store.refresh()
        return None if store.generation == self._told else self._shop()

    def _shop(self) -> ShopView:
        store = self.visit.house.store
        shop, self._told = store.shop, store.generation
        words = tuple(w for kind in store.kinds.values() for w in (kind.zh, *kind.synonyms_zh))
        return ShopView(
            in_both(self._words, shop.name_en, shop.name_zh), in_both(self._words, shop.service_desk_en, shop.service_desk_zh),
            shop.emergency_number, store.floor, store.facilities, words,
        )  # fmt: skip

    def take_back(self) -> bool:
        """The last question was only the beginning of one. Whether it is now as if it had not been asked; False where it did something that lasts."""
        gone = self.visit.take_back()
        if gone:
            self._missed = None
        return gone

    def ask(self, text: str, images: list[Pixels], language: Language | None) -> Turn:
        """One turn of the conversation."""
        self._count()
        answer = self.visit.ask(text=text, images=images, language=language)
        self._missed = answer if answer.text and not answer.answered else None
        return self._turn(answer)

    def _count(self) -> None:
        """Counts the last question where it was not answered; only now, because until the next one it may be taken back."""
        missed, self._missed = self._missed, None
        if missed is not None:
            house = self.visit.house
            try:
                house.unanswered.count(missed.intent, missed.slots.get("product", ()), house.now().date())
            except KioskError as error:
                log.error("an unanswered question was not counted: %s", error)

    def today(self) -> dict[str, Today]:
        """Today's hours and offers."""
        store, day = self.visit.house.store, self.visit.house.now().date()
        return {code: Today(hours_today(store, day, words), offers_today(store, day, spoken(code))) for code, words in self._words.items()}

    def warm(self) -> None:
        """Loads the recogniser. Raises MissingPart where the bundle has none."""
        with self.visit.house.lock:
            _ = self.visit.house.ears

    def open_voice(self) -> Any:
        """The voice, a `kiosk.speaking.KokoroVoice`. It takes seconds and may not keep questions waiting, so it is not done under the house's lock."""
        return self.visit.house.voice

    def warm_eyes(self) -> None:
        """Loads what looks at pictures while the shopper holds the product up."""
        with self.visit.house.lock:
            self.visit.house.eyes.warm_up()

    def listen(
        self, blocks: Iterator[Samples], over: Callable[[Any], None] | None = None, ready: Callable[[Answer | None], None] | None = None,
        caption: Callable[[str], None] | None = None,
    ) -> Any:  # fmt: skip
        """Hears one turn from the microphone, on the microphone's thread: the transcript is begun while the shopper pauses.

        Args:
            over: gets what was heard as soon as the turn seems over, and None where the shopper went on after all.
            ready: gets the voice ready for what the answer will probably be, in a pause that may be the end; None where there will be none, since the
                shopper goes on. It should return at once.
            caption: gets what was heard so far while the shopper speaks.

        Returns:
            `kiosk.hearing.ears.Heard`; None where nobody spoke.
        """
        self.warm()

        def rehearse(heard: Any) -> None:
            if ready is not None:
                ready(None if heard is None else self.visit.rehearse(heard.text, heard.language))

        return self.visit.house.ears.listen(blocks, None, PATIENCE, rehearse=rehearse, over=over, caption=caption)

    @staticmethod
    def open_gate() -> Any:
        """What hears a shopper over the voice, a `kiosk.hearing.barge_in.BargeIn`."""
        from kiosk.hearing.barge_in import BargeIn

        return BargeIn()

    @staticmethod
    def only_agrees(heard: Any) -> bool:
        """Whether a `kiosk.hearing.ears.Heard` is a back-channel ("okay", 对) and no question."""
        from kiosk.assistant.words.listening import lexicon
        from kiosk.core.text import normalise

        return lexicon(heard.language).hears("back_channel", normalise(heard.text))

    @staticmethod
    def photo_wish(text: str, language: Language) -> str:
        """What a shopper says to an offered or a taken photo: "do", "again", "none", or empty where it is something else."""
        from kiosk.assistant.words.listening import lexicon
        from kiosk.core.text import normalise

        return lexicon(language).photo(normalise(text))

    @staticmethod
    def photo(frame: Pixels) -> bytes:
        """A frame as it would be kept."""
        from kiosk.visit.photos import as_jpeg

        return as_jpeg(frame)

    def keep_photo(self, number: str, jpeg: bytes) -> None:
        """Puts a photo to a case of this visit. Raises KioskError where that does not work."""
        if number not in self.visit.state.tickets:
            raise BadInput(f"ticket {number} is none of this visit's", "photo", "add it right after the case")
        self.visit.house.tickets.keep_photo(number, jpeg)

    def speak(self, language: Language) -> None:
        """The visit goes on in another language."""
        self.visit.state = replace(self.visit.state, language=language)

    def forget(self, language: Language) -> None:
        """The visit is over; whatever else fails, it is forgotten."""
        try:
            self._count()
        finally:
            self.visit.reset()
            self.speak(language)

    def place_of(self, sku: str) -> Place | None:
        """Where a product stands, as the store holds it now."""
        product = self.visit.house.store.product(sku)
        return None if product is None else product_place(self.visit.house.store.floor, product, self._words)

    def facility(self, identifier: str) -> Place | None:
        """Where a facility is."""
        return facility_place(self.visit.house.store, identifier, self._words)

    def reasons(self, answer: Answer) -> "dict[str, Told]":
        """Why an answer is as it is, see `kiosk.app.reasons.reasons`."""
        from kiosk.app.reasons import by_language

        return by_language(self.visit.house.store, answer, self._words)

    def score(self, image: Pixels, key: str) -> float:
        """The chance, 0 to 1, that a picture shows a product by its looks. Raises MissingPart where the bundle has no eyes."""
        from kiosk.seeing.heat import score_of

        with self.visit.house.lock:
            return score_of(self.visit.house.eyes.appearance, image, key)

    def whole_list(self) -> Place | None:
        """A round past everything on the list."""
        return whole_list(self.visit.house.store, self.visit.state.listed, self._words)

    def call(self, number: int) -> bool:
        """Whether staff acknowledged a call."""
        found = self.visit.house.tickets.call(number)
        return bool(found and found.acknowledged)

    def _turn(self, answer: Answer) -> Turn:
        house, store = self.visit.house, self.visit.house.store
        products = self._products(answer)
        today = house.now().date()
        state, photo = self.visit.state, self._photo_for(answer)
        if photo:
            gap = "" if answer.language is Language.zh else " "
            answer = replace(answer, text=answer.text + gap + self._words[answer.language]["photo_ask"])
        return Turn(
            answer,
            {code: [card(store, p, words, spoken(code), today) for p in products] for code, words in self._words.items()},
            self._place(answer),
            {code: list_rows(store, state.listed, words, spoken(code), today) for code, words in self._words.items()},
            tuple(state.calls),
            state.pending is not None or answer.text.rstrip().endswith(("?", "？")),
            self._note(answer),
            photo,
        )

    def _photo_for(self, answer: Answer) -> str:
        """The case that was stored in this turn, where nothing else is asked and there is a camera; else empty."""
        number = next((str(a.args["number"]) for a in answer.actions if a.name == "open_ticket"), "")
        return number if number and self.visit.state.pending is None and self._has_camera() else ""

    def _products(self, answer: Answer) -> list[Product]:
        """An answer's products as the store holds them; of a comparison those that it compares, and not what else would do."""
        found = [p for p in (self.visit.house.store.product(view.sku) for view in answer.products) if p is not None]
        told = {c.source for c in answer.citations}
        compared = [p for p in found if f"product:{p.sku}" in told] if answer.intent is Intent.compare_products else []
        return compared if len(compared) > 1 else found

    def _note(self, answer: Answer) -> Mapping[str, Mapping[str, Any]] | None:
        from kiosk.assistant.skills.trouble import form_of  # opened with the house, not with the window

        state = self.visit.state
        case = state.pending.case if state.pending is not None and state.pending.kind == "ticket" else None
        if case is not None and case.intent is answer.intent and (form := form_of(self.visit.house.store, case.intent)):
            return {code: case_note(self.visit.house.store, form, case, spoken(code)) for code in self._words}
        number = ticket_number(answer)
        ticket = self.visit.house.tickets.get(number) if number else None
        if ticket is not None:
            photo = "kept" if ticket.photo else "wanted" if number in state.tickets and self._has_camera() else ""
            return {code: {**ticket_note(ticket, words), "photo": photo} for code, words in self._words.items()}
        order = next((a for a in answer.actions if a.name == "fill_form"), None)
        form = self.visit.house.store.form("order") if order else None
        if order is not None and form is not None:
            return {code: order_note(form, order.args["slots"], spoken(code)) for code in self._words}
        notes = {code: policy_note(self.visit.house.store, answer, spoken(code)) for code in self._words}
        return {code: note for code, note in notes.items() if note} or None

    def _place(self, answer: Answer) -> Place | None:
        action = next((a for a in answer.actions if a.name == "show_map"), None)
        if action is None:
            return None
        if "sku" in action.args:
            return self.place_of(action.args["sku"])
        if "facility" in action.args:
            return self.facility(action.args["facility"])
        return aisle_place(self.visit.house.store.floor, action.args.get("aisle"), self._words)
