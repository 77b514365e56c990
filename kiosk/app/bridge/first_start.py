"""First start: a technician chooses and tries language, camera, microphone, loudspeaker, the place on the plan and a PIN.

What must hold: nothing is written before the last step, then everything: the settings in one write, and the PIN after them; leaving on the way
changes nothing and lets every device go; the PIN is nowhere but here until then.
"""

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Property, QObject, Signal, Slot

from kiosk.app.bridge.jobs import Jobs
from kiosk.app.bridge.plan import Plan
from kiosk.app.bridge.trial import Trial
from kiosk.app.cards import Words
from kiosk.app.devices import Devices
from kiosk.core import BadInput, KioskError, Language, spoken
from kiosk.core.settings import Settings
from kiosk.store.pin import DIGITS, StaffPin, check_new
from kiosk.store.settings_file import Value, overruled, save_settings
from kiosk.store.word_files import NAME

log = logging.getLogger(__name__)
STEPS: Final = ("language", "camera", "microphone", "loudspeaker", "place", "pin", "done")
PATIENCE: Final = 600
"""Seconds without a touch until the count-down may begin: a technician fetches a cable."""
Choice = tuple[str, str]
"""What is kept, and what it is called."""


class FirstStart(QObject):
    """`step` is one of `STEPS`, or empty while nothing is set up.

    Args:
        plan: where the kiosk is shown; trial: the devices.
    """

    changed = Signal()
    languageChosen = Signal(str)
    saved = Signal()

    def __init__(
        self, settings: Settings, words: Mapping[str, Words], pin: StaffPin, devices: Devices, trial: Trial, plan: Plan, jobs: Jobs,
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._settings, self._words, self._store_pin, self._devices = settings, words, pin, devices
        self._trial, self._plan, self._jobs = trial, plan, jobs
        self._language = str(Language.en)
        self._visit, self._patience = 0, PATIENCE
        self._begin_anew()
        plan.changed.connect(self.changed)

    def _begin_anew(self) -> None:
        self._step = ""
        self._values: dict[str, str] = {
            "language": self._settings.language, "camera": str(self._settings.camera),
            "microphone": self._settings.microphone, "loudspeaker": self._settings.loudspeaker,
        }  # fmt: skip
        self._presence = self._settings.presence
        self._names: dict[str, str] = {}
        self._found: list[Choice] = []
        self._place: tuple[float, float] | None = None
        self._typed, self._first, self._pin, self._note, self._heard = "", "", "", "", ""
        self._saving, self._why = False, ""

    def _get_step(self) -> str:
        return self._step

    def _get_steps(self) -> list[str]:
        return [s for s in STEPS if s != "place" or self._plan.property("there")]

    def _get_number(self) -> int:
        return self._get_steps().index(self._step) + 1 if self._step in self._get_steps() else 0

    def _get_choices(self) -> list[dict[str, Any]]:
        chosen = self._values.get(self._step)
        return [{"value": value, "name": name or self._word("first_own"), "chosen": value == chosen} for value, name in self._found]

    def _get_entered(self) -> int:
        return len(self._typed)

    def _get_note(self) -> str:
        return self._note

    def _get_again(self) -> bool:
        return bool(self._first)

    def _get_heard(self) -> str:
        return self._heard

    def _get_ready(self) -> bool:
        return not self._saving and (self._step != "pin" or bool(self._pin))

    def _get_saving(self) -> bool:
        return self._saving

    def _get_why(self) -> str:
        return self._why

    def _get_presence(self) -> bool:
        return self._presence and self._values["camera"] != "-1"

    def _get_summary(self) -> list[dict[str, str]]:
        rows = [("first_done_language", self._named("language"))]
        rows += [(f"part_{kind}", self._named(kind)) for kind in ("camera", "microphone", "loudspeaker")]
        rows.insert(2, ("first_presence", self._word(f"first_presence_{'yes' if self._get_presence() else 'no'}")))
        if "place" in self._get_steps():
            rows.append(("first_done_place", self._get_where()))
        rows.append(("first_done_pin", self._word("first_done_pin_set")))
        return [{"name": self._word(key), "value": value} for key, value in rows]

    def _get_where(self) -> str:
        if self._place is None:
            return self._word("first_pack")
        return self._word("first_place_at").format(x=f"{self._place[0]:.1f}", y=f"{self._place[1]:.1f}")

    def _get_fixed(self) -> str:
        return self._word("comma").join(overruled(tuple(self._changes())))

    step = Property(str, _get_step, notify=changed)
    steps = Property("QStringList", _get_steps, notify=changed)  # type: ignore[arg-type]  # PySide takes the name of a C++ type
    number = Property(int, _get_number, notify=changed)
    choices = Property("QVariantList", _get_choices, notify=changed)  # type: ignore[arg-type]  # as above
    entered = Property(int, _get_entered, notify=changed)
    note = Property(str, _get_note, notify=changed)
    """What is wrong with the PIN or the place: "", "short", "weak", "differs" or "shelf"."""
    again = Property(bool, _get_again, notify=changed)
    heard = Property(str, _get_heard, notify=changed)
    """Whether the technician heard the loudspeaker: "", "yes" or "no"."""
    presence = Property(bool, _get_presence, notify=changed)
    """Whether a visit is to begin without a touch."""
    ready = Property(bool, _get_ready, notify=changed)
    saving = Property(bool, _get_saving, notify=changed)
    why = Property(str, _get_why, notify=changed)
    summary = Property("QVariantList", _get_summary, notify=changed)  # type: ignore[arg-type]
    where = Property(str, _get_where, notify=changed)
    fixed = Property(str, _get_fixed, notify=changed)
    if TYPE_CHECKING:
        trial: Trial
    else:
        trial = Property(QObject, lambda self: self._trial, constant=True)

    def begin(self) -> None:
        """The first step."""
        self._begin_anew()
        self._go(STEPS[0])

    def leave(self) -> None:
        """Nothing was changed; every device is let go."""
        self._visit += 1
        self._trial.stop()
        self._begin_anew()
        self.changed.emit()

    def speak(self, language: str) -> None:
        """A language of the window."""
        self._language = language
        self.changed.emit()

    def touched(self) -> None:
        """The technician is there."""
        self._patience = PATIENCE

    def second(self) -> bool:
        """A second went by; whether there is still patience."""
        self._patience = max(0, self._patience - 1)
        return self._patience > 0 or self._saving

    @Slot()
    def next(self) -> None:
        """To the next step; from the last one, everything is saved."""
        steps = self._get_steps()
        if not self._step or not self._get_ready():
            return
        if self._step == steps[-1]:
            self._save()
        else:
            self._go(steps[steps.index(self._step) + 1])

    @Slot()
    def back(self) -> None:
        """To the step before."""
        steps = self._get_steps()
        if self._step in steps[1:] and not self._saving:
            self._go(steps[steps.index(self._step) - 1])

    @Slot(str)
    def choose(self, value: str) -> None:
        """One of the choices of this step."""
        name = next((name for known, name in self._found if known == value), None)
        if name is None or self._step not in self._values:
            return
        self._values[self._step], self._names[self._step] = value, name
        self._heard = ""
        if self._step == "language":
            self.languageChosen.emit(value)
        self._try()
        self.changed.emit()

    @Slot(bool)
    def watch(self, presence: bool) -> None:
        """Whether the camera looks for somebody who comes."""
        if self._step == "camera":
            self._presence = presence
            self.changed.emit()

    @Slot()
    def play(self) -> None:
        """A sentence from the chosen loudspeaker."""
        if self._step == "loudspeaker":
            self._heard = ""
            self._trial.play(self._values["loudspeaker"], self._word("volume_sentence"), spoken(self._language))
            self.changed.emit()

    @Slot(bool)
    def hear(self, well: bool) -> None:
        """Whether it was heard."""
        self._heard = "yes" if well else "no"
        self.changed.emit()

    @Slot(float, float)
    def put(self, x: float, y: float) -> None:
        """The kiosk stands here, metres on the plan."""
        floor = self._plan.property("floor")
        x, y = min(max(0.0, x), floor["width"]), min(max(0.0, y), floor["height"])
        if self._step != "place":
            return
        self._note = "" if self._plan.is_free(x, y) else "shelf"
        if not self._note:
            self._place = round(x, 2), round(y, 2)
            self._plan.stand(*self._place)
        self.changed.emit()

    @Slot(float, float)
    def move(self, x: float, y: float) -> None:
        """A little to one side, over shelves too: the next free spot that way."""
        floor = self._plan.property("floor")
        at_x, at_y = floor["kioskX"], floor["kioskY"]
        while 0 <= (at_x := at_x + x) <= floor["width"] and 0 <= (at_y := at_y + y) <= floor["height"]:
            if self._plan.is_free(at_x, at_y):
                self.put(at_x, at_y)
                return

    @Slot(str)
    def press(self, digit: str) -> None:
        """A digit of the PIN."""
        if self._step == "pin" and len(digit) == 1 and digit in "0123456789" and len(self._typed) < DIGITS[1]:
            self._typed, self._note, self._pin = self._typed + digit, "", ""
            self.changed.emit()

    @Slot()
    def erase(self) -> None:
        """The last digit goes."""
        self._typed = self._typed[:-1]
        self.changed.emit()

    @Slot()
    def submit(self) -> None:
        """The PIN was typed, once or once more."""
        if self._step != "pin" or self._pin:
            return
        typed, self._typed = self._typed, ""
        if self._first:
            self._pin, self._note = (typed, "") if typed == self._first else ("", "differs")
            self._first = ""
        elif len(typed) < DIGITS[0]:
            self._note = "short"
        else:
            try:
                check_new(typed)
                self._first, self._note = typed, ""
            except BadInput:
                self._note = "weak"
        if self._pin:
            self.next()
        self.changed.emit()

    def _word(self, key: str) -> str:
        return self._words[self._language][key]

    def _named(self, kind: str) -> str:
        if kind == "camera" and self._values[kind] == "-1":
            return self._word("first_camera_none")
        return self._names.get(kind) or self._values[kind] or self._word("first_own")

    def _go(self, step: str) -> None:
        self._visit += 1
        self._trial.stop()
        self._step, self._found, self._note, self._heard, self._why = step, [], "", "", ""
        self._typed, self._first, self._pin = "", "", self._pin if step == "done" else ""
        visit = self._visit
        if step == "language":
            self._list([(code, words[NAME]) for code, words in self._words.items()], visit)
        elif step in self._values:
            ask = {"camera": self._cameras, "microphone": self._microphones, "loudspeaker": self._loudspeakers}[step]

            def none(error: Exception) -> None:
                log.warning("no list of devices: %s", error)
                self._list([], visit)

            self._jobs.run(ask, lambda rows: self._list(rows, visit), none)
        self.changed.emit()

    def _cameras(self) -> list[Choice]:
        return [(str(number), name) for number, name in self._devices.cameras()]

    def _microphones(self) -> list[Choice]:
        return [(name, name) for name in self._devices.microphones()]

    def _loudspeakers(self) -> list[Choice]:
        return [(name, name) for name in self._devices.loudspeakers()]

    def _list(self, found: list[Choice], visit: int) -> None:
        if visit != self._visit:
            return
        if self._step == "camera":
            found = [*found, ("-1", self._word("first_camera_none"))]
        elif self._step != "language":
            found = [("", ""), *found]
        self._found = found
        if self._values[self._step] not in [value for value, _ in found]:
            self._values[self._step] = found[0][0]
        self._names[self._step] = next(name for value, name in found if value == self._values[self._step])
        self._try()
        self.changed.emit()

    def _try(self) -> None:
        if self._step == "camera":
            self._trial.look(int(self._values["camera"]))
        elif self._step == "microphone":
            self._trial.listen(self._values["microphone"])
        elif self._step == "loudspeaker":
            self._trial.stop()

    def _changes(self) -> dict[str, Value]:
        place: dict[str, Value] = {} if self._place is None else {"place_x": self._place[0], "place_y": self._place[1]}
        return {**self._values, "camera": int(self._values["camera"]), "presence": self._get_presence(), **place}

    def _save(self) -> None:
        changes, pin, state = self._changes(), self._pin, self._settings.state
        self._saving, self._why = True, ""
        self.changed.emit()

        def write() -> None:
            save_settings(state, changes)
            self._store_pin.set(pin)

        def done(_: None) -> None:
            self._saving = False
            self.saved.emit()

        def failed(error: Exception) -> None:
            log.error("first start could not be saved: %s", error, exc_info=None if isinstance(error, KioskError) else error)
            self._saving, self._why = False, str(error)
            self.changed.emit()

        self._jobs.run(write, done, failed)
