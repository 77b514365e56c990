"""One visit on the screen: what was asked and answered, the cards, the chips, the list. Every question goes to the house's worker."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.app.bridge.history import History, Said
from kiosk.app.bridge.house import Parts, Turn
from kiosk.app.bridge.jobs import Jobs
from kiosk.app.places import Place
from kiosk.app.takeaway import list_text, ticket_text, way_text
from kiosk.core import Intent, KioskError, Language, spoken

log = logging.getLogger(__name__)
FIRST_CHIPS: Final = tuple(f"chip_{n}" for n in range(1, 7))
VIEWFINDERS: Final = ("camera", "photo")
"""Panels with the camera's picture; whichever comes up after them, the camera is let go."""
SILENCE: Final = ("", Language.en)
Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class _Shown:
    """What was on the screen when the answer to a question came."""

    number: int
    turn: Turn | None
    place: Place | None
    panel: str
    before: str
    filter: str
    old: bool


class Talk(QObject):
    """The conversation's panel. `panel` is what the lower part shows: "welcome", "cards", "compare", "offers", "note", "trouble", "order", "map",
    "list", "why", "history", "camera" or "photo"."""

    changed = Signal()
    panelChanged = Signal()
    answered = Signal(object)

    def __init__(self, parts: Parts, jobs: Jobs, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts, self._jobs, self._words = parts, jobs, words
        self._language = str(Language.en)
        self._shop: Mapping[str, str] = {}
        self._turn: Turn | None = None
        self._question, self._reply, self._busy, self._aloud = "", "", False, SILENCE
        self._panel, self._before, self._explained = "welcome", "welcome", "welcome"
        self._place: Place | None = None
        self._filter = ""
        self._number, self._visit = 0, 0
        self._old = False
        self._replaced: _Shown | None = None
        self._history = History(self)
        self._history.shown.connect(self._shown_again)

    # What QML reads

    def _get_question(self) -> str:
        return self._question

    def _get_reply(self) -> str:
        return self._reply

    def _get_busy(self) -> bool:
        return self._busy

    def _get_panel(self) -> str:
        return self._panel

    def _get_cards(self) -> list[dict[str, Any]]:
        cards = [dict(c) for c in self._turn.cards[self._language]] if self._turn else []
        if self._filter == "cheap":
            return sorted(cards, key=lambda c: int(c["cents"]))
        return [c for c in cards if self._filter != "stock" or c["inStock"] if self._filter != "offer" or c["offer"]]

    def _get_found(self) -> int:
        return len(self._turn.cards[self._language]) if self._turn else 0

    def _get_filter(self) -> str:
        return self._filter

    def _get_note(self) -> dict[str, Any]:
        return dict(self._turn.note[self._language]) if self._turn and self._turn.note else {}

    def _get_chips(self) -> list[str]:
        if self._turn is None:
            return [self._words[self._language][key] for key in FIRST_CHIPS]
        return list(self._turn.answer.suggestions)

    def _get_listed(self) -> list[dict[str, Any]]:
        return [dict(c) for c in self._turn.listed[self._language].rows] if self._turn else []

    def _get_total(self) -> str:
        return self._turn.listed[self._language].total if self._turn else ""

    def _get_saved(self) -> str:
        return self._turn.listed[self._language].saved if self._turn else ""

    def _get_list_text(self) -> str:
        listed = self._turn.listed[self._language] if self._turn else None
        return list_text(self._get_shop(), listed, self._words[self._language]) if listed and listed.rows else ""

    def _get_way_text(self) -> str:
        place = self._place
        return way_text(self._get_shop(), place.names[self._language], place.where[self._language]) if place else ""

    def _get_ticket_text(self) -> str:
        note = self._get_note()
        return ticket_text(self._get_shop(), note) if note.get("kind") == "ticket" else ""

    def _get_shop(self) -> str:
        return self._shop.get(self._language, "")

    def _get_unhappy(self) -> bool:
        return bool(self._turn and self._turn.answer.sentiment.value == "negative")

    def _get_answers(self) -> bool:
        """Whether what is shown is an answer, and not a sentence of the window's own."""
        return self._turn is not None and not self._old and self._reply != "" and self._reply == _narrow(self._turn.answer.text, self._turn.answer.language)

    question = Property(str, _get_question, notify=changed)
    reply = Property(str, _get_reply, notify=changed)
    busy = Property(bool, _get_busy, notify=changed)
    panel = Property(str, _get_panel, notify=panelChanged)
    cards = Property("QVariantList", _get_cards, notify=changed)  # type: ignore[arg-type]  # PySide takes the name of a C++ type
    found = Property(int, _get_found, notify=changed)
    filter = Property(str, _get_filter, notify=changed)
    note = Property("QVariantMap", _get_note, notify=changed)  # type: ignore[arg-type]
    chips = Property("QStringList", _get_chips, notify=changed)  # type: ignore[arg-type]
    listed = Property("QVariantList", _get_listed, notify=changed)  # type: ignore[arg-type]
    total = Property(str, _get_total, notify=changed)
    saved = Property(str, _get_saved, notify=changed)
    listText = Property(str, _get_list_text, notify=changed)
    wayText = Property(str, _get_way_text, notify=changed)
    ticketText = Property(str, _get_ticket_text, notify=changed)
    answers = Property(bool, _get_answers, notify=changed)
    unhappy = Property(bool, _get_unhappy, notify=changed)
    if TYPE_CHECKING:  # to QML a property, to Python a plain attribute
        history: History
    else:
        history = Property(QObject, lambda self: self._history, constant=True)

    # What QML does

    @Slot(str)
    def ask(self, text: str) -> None:
        """A typed question or a touched suggestion."""
        self.put(text, lambda: self._parts.ask(text, [], None))

    @Slot(str)
    def show(self, panel: str) -> None:
        """Shows a panel; the one it covers comes back with `back`."""
        if panel != self._panel:
            if panel == "why":
                self._explained = self._before if self._panel in VIEWFINDERS else self._panel
            if self._panel not in (*VIEWFINDERS, "list", "history"):
                self._before = self._panel
            self._panel = panel
            self.panelChanged.emit()

    @Slot()
    def back(self) -> None:
        """Back to what was there before the list, the camera or the map."""
        if self._panel == "why" or (self._panel == "map" and self._place is not None and self._place.is_round):
            self._panel = self._explained if self._panel == "why" else "list"  # a round is asked for there
            self.panelChanged.emit()
        elif self._panel == "map":
            self.show(self._answer_panel())
        else:
            self._panel = self._before
            self.panelChanged.emit()

    @Slot(str)
    def narrow(self, by: str) -> None:
        """Which of the found products are shown: "stock", "offer", "cheap" (all, cheapest first) or, empty, all."""
        self._filter = by
        self.changed.emit()

    @Slot(str)
    def lead(self, sku: str) -> None:
        """Shows the way to a product."""
        self._lead(lambda: self._parts.place_of(sku))

    @Slot(str)
    def leadTo(self, facility: str) -> None:
        """Shows the way to a facility."""
        self._lead(lambda: self._parts.facility(facility))

    @Slot()
    def leadAll(self) -> None:
        """Shows one way past everything on the list."""
        self._lead(self._parts.whole_list)

    @Slot(str)
    def add(self, name: str) -> None:
        """Puts a product on the list, as a question like any other."""
        self.ask(self._words[self._language]["say_add"].format(name=name))

    @Slot(str)
    def remove(self, name: str) -> None:
        """Takes a product off the list."""
        self.ask(self._words[self._language]["say_remove"].format(name=name))

    # What the other bridges do

    @property
    def place(self) -> Place | None:
        """Where the map leads."""
        return self._place

    @property
    def aloud(self) -> tuple[str, Language]:
        """The reply as the voice says it, and in which language."""
        return self._aloud

    def sentence(self, key: str) -> tuple[str, Language]:
        """One of the window's own sentences in a language that the voice knows, and which that is."""
        language = spoken(self._language)
        return self._words[language][key], language

    def open(self, shop: Mapping[str, str]) -> None:
        """The shop's name, for what is taken along."""
        self._shop = shop

    def seen(self) -> bool:
        """Staff have seen the call: a reply that nobody has is no longer true. Returns whether one stood there."""
        stands = not self._busy and self._turn is not None and any(a.name in ("call_staff", "raise_alarm") for a in self._turn.answer.actions)
        if stands:
            self.tell("staff_coming_sub")
        return stands

    def put(self, shown: str, ask: Callable[[], Turn]) -> None:
        """Asks on the worker; of two questions at once only the later one's answer is shown."""
        self._number += 1
        number = self._number
        self._question, self._reply, self._busy, self._aloud = shown, "", True, SILENCE
        self.changed.emit()
        self._jobs.run(ask, lambda turn: self._answered(turn, number), lambda error: self._failed(error, number))

    def wait(self) -> int:
        """The question goes on: an answer to what was said so far is not shown any more. Returns the number of that question."""
        number = self._number
        self._number += 1
        self._reply, self._busy, self._aloud = "", False, SILENCE
        self.changed.emit()
        return number

    def take_back(self, number: int) -> None:
        """It is as if a question had not been asked: what its answer replaced is on the screen again."""
        self._history.take_back(number)
        was = self._replaced
        if was is not None and was.number == number:
            self._replaced = None
            self._turn, self._place, self._before, self._filter, self._old = was.turn, was.place, was.before, was.filter, was.old
            self._panel = was.before if was.panel in VIEWFINDERS else was.panel
            self.changed.emit()
            self.panelChanged.emit()

    def speak(self, language: str) -> None:
        """Shows everything in another language."""
        self._language = language
        self.changed.emit()

    def hear(self, said: str) -> None:
        """What the shopper said to the window itself, which `tell` answers."""
        self._question = said
        self.changed.emit()

    def tell(self, key: str) -> None:
        """One of the window's own sentences in place of a reply."""
        self._reply, self._busy = self._words[self._language][key], False
        self._aloud = self.sentence(key)
        self.changed.emit()

    def forget(self) -> None:
        """Nothing of the visit stays."""
        self._number += 1
        self._visit += 1
        self._turn, self._place, self._replaced = None, None, None
        self._question, self._reply, self._busy, self._aloud = "", "", False, SILENCE
        self._panel = self._before = "welcome"
        self._filter = ""
        self._history.forget()
        self.changed.emit()
        self.panelChanged.emit()

    def _answered(self, turn: Turn, number: int) -> None:
        if number != self._number:
            return
        answer = turn.answer
        self._replaced = _Shown(number, self._turn, self._place, self._panel, self._before, self._filter, self._old)
        self._turn, self._busy, self._filter, self._old = turn, False, "", False
        self._reply = _narrow(answer.text, answer.language) or self._words[self._language]["nothing_heard"]
        self._aloud = (self._reply, answer.language) if answer.text else self.sentence("nothing_heard")
        self._place = turn.place
        self._history.add(number, self._question, self._reply, turn)
        self.answered.emit(turn)
        names = [a.name for a in answer.actions]
        if "show_list" in names or "list_add" in names or "list_remove" in names:
            panel = "list"
        elif turn.place is not None and (turn.place.facility or not self._get_cards()):
            panel = "map"
        else:
            panel = self._answer_panel()
        self._panel = panel
        self._before = self._answer_panel() if panel == "list" else panel
        self.changed.emit()
        self.panelChanged.emit()
        if any(a.name == "show_list" and "way" in a.args for a in answer.actions):
            self.leadAll()

    def _answer_panel(self) -> str:
        """What the answer itself has to show."""
        turn = self._turn
        if turn is None or not (self._get_found() or turn.note):
            return "welcome"
        if turn.note:
            return {"case": "trouble", "order": "order"}.get(self._get_note()["kind"], "note")
        if turn.answer.intent is Intent.compare_products and 2 <= self._get_found() <= 4:
            return "compare"
        return "offers" if turn.answer.intent is Intent.promotions and any(c["offer"] for c in self._get_cards()) else "cards"

    def _shown_again(self, said: Said) -> None:
        """An answer of before; the list and the calls are as they are now."""
        now = self._turn or said.turn
        self._turn = replace(said.turn, listed=now.listed, calls=now.calls)
        self._question, self._reply, self._filter, self._old = said.question, said.reply, "", True
        self._aloud = said.reply, said.turn.answer.language
        self._place = said.turn.place
        panel = self._answer_panel()
        self._panel = self._before = "map" if panel == "welcome" and self._place is not None else panel
        self.changed.emit()
        self.panelChanged.emit()

    def _failed(self, error: Exception, number: int) -> None:
        log.error("a question failed", exc_info=None if isinstance(error, KioskError) else error)
        if number == self._number:
            self.tell("fault")
            self.answered.emit(None)

    def _lead(self, find: Callable[[], Place | None]) -> None:
        visit = self._visit

        def led(place: Place | None) -> None:
            if place is not None and visit == self._visit:
                self._place = place
                self.changed.emit()
                self.show("map")

        self._jobs.run(find, led)


def _narrow(text: str, language: Language) -> str:
    """English with straight quotation marks: the CJK font draws the curved ones as wide as a character."""
    return text.translate(_STRAIGHT) if language is Language.en else text


_STRAIGHT: Final = str.maketrans("“”‘’", "\"\"''")
