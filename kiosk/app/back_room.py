"""What staff mode reads and writes: the queue, the cases, the counts of unanswered questions, volume and brightness, the state of the machine.

What must hold: all of it runs on a worker; rows come back as plain text in the asked language; nothing is marked or written that staff did not touch.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from kiosk.app.cards import Card, Words, day
from kiosk.core import Language, spoken
from kiosk.core.settings import Settings
from kiosk.store.settings_file import overruled, save_settings
from kiosk.store.tickets import Call, Ticket

BY: Final = "staff"
"""Who acknowledges on the kiosk itself: it knows no names."""
MOST: Final = 40
"""Rows of one kind on the screen."""
DONE: Final = 10
"""Of those that were taken on, the newest."""
REASONS: Final = {"asked for a person": "asked", "unlock": "unlock", "carry or reach": "carry", "age check": "age", "emergency": "emergency"}
"""The assistant's reasons for a call; see `kiosk.assistant.skills.people`."""
Examine = Callable[[], Sequence[Mapping[str, Any]]]
"""Gives the doctor's findings as rows: name, state, what, mend; `zh` holds the last two in Chinese."""


@dataclass(frozen=True)
class Desk:
    """The queue and the cases. `more` is how many open cases are not shown."""

    calls: tuple[Card, ...] = ()
    tickets: tuple[Card, ...] = ()
    done: tuple[Card, ...] = ()
    more: int = 0


class BackRoom:
    """Staff mode's side of the house.

    Args:
        house: the open house, a `kiosk.visit.House`; asked for on the worker.
        words: the window's words by language.
        examine: the doctor; None where this window has none.
    """

    def __init__(self, house: Callable[[], Any], settings: Settings, words: Mapping[str, Words], examine: Examine | None = None) -> None:
        self._house, self._settings, self._words, self.examine = house, settings, words, examine

    def desk(self, language: str) -> Desk:
        """Calls, urgent ones first; open cases, oldest first; what was taken on, newest first."""
        tickets = self._house().tickets
        cases = tickets.list(waiting=True)
        taken = [row for row in (*tickets.calls(waiting=False), *tickets.list()) if row.acknowledged_at]
        taken.sort(key=lambda row: row.acknowledged_at, reverse=True)
        return Desk(
            tuple(self._call(c, language) for c in tickets.calls()[:MOST]),
            tuple(self._ticket(t, language) for t in cases[:MOST]),
            tuple(self._call(r, language) if isinstance(r, Call) else self._ticket(r, language) for r in taken[:DONE]),
            max(0, len(cases) - MOST),
        )

    def take_call(self, number: int) -> None:
        """Somebody goes."""
        self._house().tickets.acknowledge_call(number, BY)

    def take_ticket(self, number: str) -> None:
        """Somebody takes the case on."""
        self._house().tickets.acknowledge(number, BY)

    def questions(self, language: str) -> tuple[Card, ...]:
        """What could not be answered, most frequent first."""
        words = self._words[language]
        return tuple(
            {
                "topic": words[f"intent_{row.intent}"],
                "product": row.words,
                "times": words["questions_times"].format(count=row.count),
                "last": words["questions_last"].format(day=day(row.last, words)),
            }
            for row in self._house().unanswered.most(MOST)
        )

    def keep(self, name: str, value: int) -> None:
        """A setting in `kiosk.toml`. Raises KioskError where it cannot be written."""
        save_settings(self._settings.state, {name: value})

    @staticmethod
    def fixed() -> dict[str, str]:
        """Of "volume" and "brightness", the environment's variable that decides; empty where the file does."""
        return {name: next(iter(overruled((name,))), "") for name in ("volume", "brightness")}

    def findings(self, rows: Sequence[Mapping[str, Any]], language: str) -> list[Card]:
        """The doctor's rows in words, what needs attention first; in English where it does not speak the language."""
        words = self._words[language]
        made: list[Card] = []
        for row in sorted(rows, key=lambda r: r["state"] == "ok"):
            name = str(row["name"])
            part = words.get("part_" + re.sub(r"\W+", "_", name), name)
            told = row.get(spoken(language), row)
            made.append({"name": part, "state": row["state"], "said": words[f"machine_{row['state']}"], "what": told["what"], "mend": told["mend"]})
        return made

    def _call(self, call: Call, language: str) -> Card:
        words = self._words[language]
        reason, _, kind = call.reason.partition(": ")
        return {
            "kind": "call", "id": str(call.id), "title": words[f"calls_{REASONS.get(reason, 'other')}"], "about": self._kind(kind, language),
            "urgent": call.urgent, "when": self._when(call.called, words), "speaks": words[f"calls_in_{call.language}"], "detail": "",
            "taken": self._taken(call, words), "photo": "",
        }  # fmt: skip

    def _ticket(self, ticket: Ticket, language: str) -> Card:
        words = self._words[language]
        product = self._house().store.product(ticket.about) if ticket.about else None
        about = ticket.about if product is None else product.name_zh if spoken(language) is Language.zh else product.name_en
        return {
            "kind": "ticket", "id": ticket.number, "title": words[f"intent_{ticket.intent}"], "about": about, "urgent": False,
            "when": self._when(ticket.opened, words), "speaks": words[f"calls_in_{ticket.language}"], "detail": ticket.detail,
            "taken": self._taken(ticket, words), "photo": ticket.photo.absolute().as_uri() if ticket.photo else "",
        }  # fmt: skip

    def _kind(self, identifier: str, language: str) -> str:
        kind = self._house().store.kinds.get(identifier)
        return identifier if kind is None else str(kind.zh if spoken(language) is Language.zh else kind.en)

    @staticmethod
    def _when(at: datetime, words: Words) -> str:
        return words["when"].format(day=day(at.date(), words), time=f"{at:%H:%M}")

    def _taken(self, row: Call | Ticket, words: Words) -> str:
        if row.acknowledged_at is None:
            return ""
        name = words["calls_someone"] if row.acknowledged_by in (BY, "") else row.acknowledged_by
        return words["calls_taken"].format(name=name, when=self._when(row.acknowledged_at, words))
