"""The window's root object: which screen is up, in which language, whether the house is open, and when a visit ends.

What must hold: the window never waits for the house; a visit that nobody is at ends (`kiosk.app.bridge.idle`), and with it everything that was
asked, shown, typed, listed and chosen; an emergency stays on the screen until staff acknowledged it or the shopper ended it.
"""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from PySide6.QtCore import Property, QEvent, QObject, QTimer, Signal, Slot

from kiosk.app.back_room import BackRoom, Examine
from kiosk.app.bridge.attract import Attract
from kiosk.app.bridge.brightness import Brightness
from kiosk.app.bridge.camera import CameraView, Frames
from kiosk.app.bridge.enrol import Enrol
from kiosk.app.bridge.first_start import FirstStart
from kiosk.app.bridge.house import Parts, ShopView, Turn
from kiosk.app.bridge.idle import Idle
from kiosk.app.bridge.jobs import Jobs
from kiosk.app.bridge.keyboard import Keyboard
from kiosk.app.bridge.listening import Listening, Microphone, Over
from kiosk.app.bridge.looks import Looks
from kiosk.app.bridge.photo import Photo
from kiosk.app.bridge.plan import Plan
from kiosk.app.bridge.presence import Presence
from kiosk.app.bridge.screens import Screens
from kiosk.app.bridge.sound import Samples, Sound, Speaker
from kiosk.app.bridge.staff import Staff
from kiosk.app.bridge.staff_mode import StaffMode
from kiosk.app.bridge.talk import VIEWFINDERS, Talk
from kiosk.app.bridge.tongue import Tongue
from kiosk.app.bridge.trial import Trial
from kiosk.app.bridge.voice_loop import VoiceLoop
from kiosk.app.bridge.why import Why
from kiosk.app.bridge.words import Words as Said
from kiosk.app.devices import Devices, of_this_machine
from kiosk.app.teaching import Teaching
from kiosk.core import KioskError, Language
from kiosk.core.settings import Settings
from kiosk.store.pin import FILE, StaffPin

log = logging.getLogger(__name__)
TOUCHES: Final = frozenset({QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress})


class App(Screens):
    """Everything QML is bound to.

    Args:
        parts: the way to the house. microphone, camera, speaker, voice: open the devices, on workers; watching: the camera for small pictures.
        played: what the loudspeaker played (count, when), so that the shopper is heard over it; None where that is not known.
        examine: the doctor, for staff mode; None where there is none. devices: what a technician may choose among.
    """

    changed = Signal()

    def __init__(
        self, settings: Settings, words: Mapping[str, Mapping[str, str]], parts: Parts, *,
        microphone: Callable[[], Microphone], camera: Callable[[], Frames], speaker: Callable[[], Speaker], voice: Callable[[], Any],
        played: Callable[[int, float], Samples] | None = None, examine: Examine | None = None,
        devices: Devices | None = None, watching: Callable[[], Frames] | None = None,
    ) -> None:  # fmt: skip
        super().__init__()
        self._settings, self._words, self._parts = settings, words, parts
        self._tongue = Tongue(words, settings.language, self)
        self._said = Said(self)
        self._screen, self._ready, self._broken = "attract", False, ""
        self._shop: ShopView | None = None
        self._jobs = Jobs("house", self)
        self._idle = Idle(settings.idle_seconds, self)
        self._looks = Looks(self)
        self._attract = Attract(parts.today, self._jobs, self)
        self._talk = Talk(parts, self._jobs, words, self)
        self._camera = CameraView(camera, self)
        self._presence = Presence(settings.presence and settings.camera >= 0, settings.hands_free, watching or camera, self._camera, self)
        self._keyboard = Keyboard(self)
        self._plan = Plan(self._jobs, words, self)
        self._why = Why(parts, self._jobs, words, self)
        self._staff = Staff(self)
        self._sound = Sound(settings.volume, settings.voice, speaker, voice, self)
        over = Over(parts.open_gate, played, self._sound.hold) if played and settings.hands_free else None
        self._listening = Listening(
            microphone, lambda blocks, told, shown: parts.listen(blocks, told, self._sound.ready, shown), over, self._sound.sounds, self
        )
        self._loop = VoiceLoop(self._sound, self._listening, settings.hands_free, parts.only_agrees, self)
        self._photo = Photo(parts, self._jobs, self._camera, self._talk, self._loop, self)
        pin = StaffPin(settings.state / FILE, lambda: datetime.now(UTC))
        self._brightness = Brightness(settings.brightness, self._jobs, lambda: self._staff.property("emergency") or self._looks.property("strong"), parent=self)
        self._mode = StaffMode(pin, BackRoom(lambda: parts.visit.house, settings, words, examine), self._jobs, settings.volume, self._brightness, self)
        teaching = Teaching(lambda: parts.visit.house, words)
        self._enrol = Enrol(teaching, self._jobs, self._camera, self._keyboard, lambda: self._mode.property("state") == "inside", self)
        devices = devices or of_this_machine()
        trial = Trial(devices, parts.open_voice, self._jobs, settings.volume, self)
        self._first = FirstStart(settings, words, pin, devices, trial, self._plan, self._jobs, self)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._second)
        self._attract.asked.connect(self._renew)
        self._talk.answered.connect(self._answered)
        self._talk.changed.connect(lambda: self._plan.lead(self._talk.place))
        self._talk.history.wanted.connect(self._sound.say)
        self._talk.panelChanged.connect(lambda: self._why.look(self._talk.property("panel")))
        self._talk.panelChanged.connect(lambda: None if self._talk.property("panel") in VIEWFINDERS else self._camera.stop())
        self._why.opened.connect(lambda: self._talk.show("why"))
        self._loop.heard.connect(self._heard)
        self._loop.resumed.connect(self._resumed)
        self._loop.stays.connect(self._stays)
        self._listening.missing.connect(self._no_microphone)
        self._camera.missing.connect(self._no_camera)
        self._presence.came.connect(lambda: self.begin("near"))
        self.changed.connect(lambda: self._presence.look(self._ready and self._screen == "attract"))
        self._keyboard.submitted.connect(self._typed)
        self._idle.warned.connect(self._warn)
        self._idle.ended.connect(self.finish)
        self._staff.asked.connect(lambda call: self._jobs.run(lambda: parts.call(call), lambda seen: self._staff.told(call, seen)))
        self._staff.stopped.connect(self._sound.quiet)
        self._staff.seen.connect(self._seen)
        self._staff.changed.connect(self._brightness.look)
        self._looks.changed.connect(self._brightness.look)
        self._mode.rooms.volumeChosen.connect(self._sound.begin_with)
        self._first.languageChosen.connect(self.speak)
        self._first.saved.connect(self.finish)
        self._tongue.changed.connect(self._spread)
        self._spread()

    def _get_chinese(self) -> bool:
        return self._tongue.spoken is Language.zh

    def _get_shop(self) -> str:
        return self._shop.names[self._tongue.code] if self._shop else ""

    def _get_desk(self) -> str:
        return self._shop.desks[self._tongue.code] if self._shop else ""

    screen = Property(str, lambda self: self._screen, notify=changed)
    chinese = Property(bool, _get_chinese, notify=changed)
    ready = Property(bool, lambda self: self._ready, notify=changed)
    broken = Property(str, lambda self: self._broken, notify=changed)
    shop = Property(str, _get_shop, notify=changed)
    desk = Property(str, _get_desk, notify=changed)

    def open(self, pinyin: Callable[[tuple[str, ...]], Any]) -> None:
        """Opens the house on its worker; the attract screen is up meanwhile."""
        if self._screen != "first":  # there the technician tries the loudspeakers
            self._sound.open()
        self._pinyin = pinyin

        def opened(shop: ShopView) -> None:
            self._opened(shop)
            self._listening.warm(self._parts.warm)

        self._brightness.open()
        self._jobs.run(self._parts.open, opened, self._broke)

    @Slot(str)
    def begin(self, how: str) -> None:
        """A shopper touched the attract screen (`how` is "touch", "speak", "type" or "show"), or stands before it ("near")."""
        if self._screen in ("staff", "first"):
            return
        self._screen = "visit"
        self._idle.stay()
        self._clock.start()
        self._renew()
        self.changed.emit()
        {"speak": self.listen, "type": self._keyboard.show, "show": self.look, "near": self._greet}.get(how, lambda: None)()

    def set_up(self) -> None:
        """First start, in place of the attract screen; before `open`, or without a loudspeaker in use."""
        self._screen = "first"
        self._clock.start()
        self._first.begin()
        self.changed.emit()

    @Slot()
    def knock(self) -> None:
        """Staff mode's door, from the attract screen only: a shopper's visit is never on the screen behind it."""
        if self._screen == "attract":
            self._screen = "staff"
            self._idle.stay()
            self._clock.start()
            self._mode.knock()
            self.changed.emit()

    @Slot()
    def tryVolume(self) -> None:
        """A sentence, as loud as every visitor will hear it."""
        if self._mode.property("state") == "inside":
            self._sound.say(*self._talk.sentence("volume_sentence"))

    @Slot(str)
    def speak(self, language: str) -> None:
        """A language of the window; the kiosk hears and answers in the one that serves it."""
        if self._tongue.choose(language):
            heard = self._tongue.spoken
            self._jobs.run(lambda: self._parts.speak(heard), lambda _: None)

    @Slot()
    def listen(self) -> None:
        """The microphone button: the kiosk falls silent and listens."""
        self._keyboard.hide()
        self._loop.listen()

    @Slot()
    def again(self) -> None:
        """The reply is said once more."""
        self._sound.say(*self._talk.aloud)

    @Slot()
    def look(self) -> None:
        """The camera panel comes up."""
        self._keyboard.hide()
        self._talk.show("camera")
        self._camera.start()
        self._jobs.run(self._parts.warm_eyes, lambda _: None)

    @Slot()
    def stopLooking(self) -> None:
        """The camera panel goes."""
        self._camera.stop()
        self._talk.back()

    @Slot()
    def identify(self) -> None:
        """What is this? One frame is looked at; it stays in memory for its reasons, no longer than the visit."""
        frame = self._camera.newest()
        if frame is not None:
            text = self._words[self._tongue.code]["looking_ask"]
            language = self._tongue.spoken
            self._why.keep(frame)
            self._talk.put(text, lambda: self._parts.ask("", [frame], language))  # the picture is the question
            self._camera.stop()

    @Slot()
    def callStaff(self) -> None:
        """A person, please."""
        self._talk.ask(self._words[self._tongue.code]["say_staff"])

    @Slot()
    def stay(self) -> None:
        """Somebody is there, and needs more time."""
        if self._idle.counting:
            self._sound.stop()
        self._idle.stay()

    @Slot()
    def finish(self) -> None:
        """The visit is over: everything of it is forgotten, and the attract screen comes back."""
        self._clock.stop()
        if self._screen == "first":
            self._first.leave()
            self._sound.open()
            if self._shop:
                self._plan.open(self._shop.floor, self._shop.facilities)
        self._screen = "attract"
        self._idle.stay()
        self._camera.stop()
        self._keyboard.clear()
        self._keyboard.hide()
        for part in (self._looks, self._loop, self._photo, self._talk, self._staff, self._plan, self._why):
            part.forget()
        self._mode.leave()
        self._enrol.close()
        self._tongue.begin()
        language = self._tongue.spoken
        self._jobs.run(lambda: self._parts.forget(language), lambda _: None)
        self._attract.ask()

    def close(self) -> None:
        """Ends all workers; nothing reaches the window after this."""
        self._clock.stop()
        self._staff.forget()
        self._photo.forget()
        self._presence.close()
        for part in (self._attract, self._listening, self._camera, self._keyboard, self._sound, self._mode, self._first.trial, self._jobs):
            part.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every touch silences the voice and says that somebody is there; the count-down's own buttons say it themselves, so that no touch goes
        through to what is below."""
        if event.type() in TOUCHES:
            self._loop.touched()
            self._first.touched()
            if not self._idle.counting:
                self._idle.stay()
        return False

    def _opened(self, shop: ShopView) -> None:
        self._ready = True
        self._know(shop)
        self._attract.open()

    def _greet(self) -> None:
        self._talk.tell("greeting")
        self._loop.greet(*self._talk.aloud)

    def _renew(self) -> None:
        """A pack may have been imported; not while a technician moves the kiosk on the plan."""
        if self._screen != "first":
            self._jobs.run(self._parts.news, self._know)

    def _know(self, shop: ShopView | None) -> None:
        """What the shop is now; None where nothing is new."""
        if shop is None:
            return
        if self._shop is None or shop.words != self._shop.words:
            self._keyboard.open(lambda: self._pinyin(shop.words))
        if self._shop is not None:
            self._sound.renew()
        self._shop = shop
        self._plan.open(shop.floor, shop.facilities)
        self._staff.open(shop.emergency_number)
        self._talk.open(shop.names)
        self.changed.emit()

    def _broke(self, error: Exception) -> None:
        log.error("the house could not be opened: %s", error, exc_info=None if isinstance(error, KioskError) else error)
        self._broken = str(error)
        self.changed.emit()

    def _spread(self) -> None:
        self._said.say(self._words[self._tongue.code])
        for part in (self._talk, self._plan, self._why, self._attract, self._mode, self._first, self._enrol):
            part.speak(self._tongue.code)
        self._keyboard.speak(self._get_chinese())
        self.changed.emit()

    def _heard(self, found: Any) -> None:
        """What the microphone brought, a `kiosk.hearing.ears.Heard` or None."""
        if found is None:
            self._talk.tell("nothing_heard")
            self._loop.say(*self._talk.aloud, False)
        elif not self._photo.hears(found.text, found.language):
            self._why.hear(found.text, found.raw)
            self._talk.put(found.text, lambda: self._parts.ask(found.text, [], found.language))

    def _typed(self, text: str) -> None:
        """What was typed is a question only in a visit."""
        if self._screen == "visit" and not self._photo.hears(text, self._tongue.spoken):
            self._talk.ask(text)

    def _resumed(self) -> None:
        """The shopper goes on: the answer to half a question is neither shown nor said, and the visit is as if it had not been asked."""
        if not self._photo.resumed():
            number = self._talk.wait()
            self._jobs.run(self._parts.take_back, lambda gone: self._talk.take_back(number) if gone else None)

    def _no_microphone(self, why: str) -> None:
        log.warning("the microphone or the recogniser is missing: %s", why)
        self._talk.tell("no_microphone")

    def _no_camera(self, why: str) -> None:
        log.warning("the camera is missing: %s", why)
        if not self._photo.lost_camera():
            self._talk.back()
            self._talk.tell("no_camera")

    def _answered(self, turn: Turn | None) -> None:
        self._idle.stay()
        if turn is None:
            return self._loop.say(*self._talk.aloud, False)
        answer = turn.answer
        self._why.about(turn)
        actions = {action.name: action.args for action in answer.actions}
        self._tongue.follow(answer)
        if "set_volume" in actions:
            self._sound.by(actions["set_volume"].get("change", ""))
        alarm = "raise_alarm" in actions
        self._staff.called(turn.calls, alarm)
        if "end_alarm" in actions:
            self._staff.stand_down()
        if alarm:
            self._keyboard.hide()
            self._sound.ring()
        else:
            self._loop.say(answer.text, answer.language, turn.asks, last="end_visit" in actions)

    def _seen(self) -> None:
        if self._talk.seen() and not self._staff.property("emergency"):  # there the bell rings on
            self._loop.say(*self._talk.sentence("staff_coming_sub"), False)

    def _held(self) -> bool:
        waiting = self._staff.property("emergency") and self._staff.property("state") != "coming"
        busy = self._talk.property("busy") or self._loop.holds(self._idle.counting)
        return bool(waiting or busy or self._mode.rooms.property("looking"))

    def _second(self) -> None:
        if self._screen != "attract":
            self._idle.second(self._held() or (self._screen == "first" and self._first.second()))

    def _warn(self) -> None:
        self._keyboard.hide()
        by_touch, language = self._talk.sentence("still_there_spoken")
        self._loop.warn(by_touch, self._talk.sentence("still_there_voice")[0], language)

    def _stays(self) -> None:
        """Somebody said so: what was asked last is asked again, or what may be asked now."""
        self.stay()
        self._loop.say(*(self._talk.aloud if self._loop.asks else self._talk.sentence("welcome")), self._loop.asks)
