"""What QML finds at the window's root object: the bridge of each screen under its name, and the words.

What must hold: a part is there, and the same one, from the first frame to the last.
"""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Property, QObject

if TYPE_CHECKING:
    from kiosk.app.bridge.attract import Attract
    from kiosk.app.bridge.brightness import Brightness
    from kiosk.app.bridge.camera import CameraView
    from kiosk.app.bridge.enrol import Enrol
    from kiosk.app.bridge.first_start import FirstStart
    from kiosk.app.bridge.idle import Idle
    from kiosk.app.bridge.keyboard import Keyboard
    from kiosk.app.bridge.listening import Listening
    from kiosk.app.bridge.looks import Looks
    from kiosk.app.bridge.photo import Photo
    from kiosk.app.bridge.plan import Plan
    from kiosk.app.bridge.presence import Presence
    from kiosk.app.bridge.sound import Sound
    from kiosk.app.bridge.staff import Staff
    from kiosk.app.bridge.staff_mode import StaffMode
    from kiosk.app.bridge.talk import Talk
    from kiosk.app.bridge.tongue import Tongue
    from kiosk.app.bridge.why import Why


def _part(name: str) -> Any:
    """A screen's own bridge, as QML sees it."""
    return Property(QObject, lambda app: getattr(app, f"_{name}"), constant=True)


class Screens(QObject):
    """The parts; whoever inherits makes them, each under its name with a `_` in front."""

    words = _part("said")
    if TYPE_CHECKING:  # to QML these are properties, to Python plain attributes
        talk: Talk
        listening: Listening
        camera: CameraView
        presence: Presence
        photo: Photo
        keyboard: Keyboard
        plan: Plan
        why: Why
        staff: Staff
        sound: Sound
        idle: Idle
        looks: Looks
        attract: Attract
        mode: StaffMode
        first: FirstStart
        enrol: Enrol
        tongue: Tongue
        brightness: Brightness
    else:
        talk, listening, camera, presence, photo, keyboard, plan, why, staff, sound = (
            _part(name) for name in ["talk", "listening", "camera", "presence", "photo", "keyboard", "plan", "why", "staff", "sound"]
        )
        idle, looks, attract, mode, first, enrol, tongue, brightness = (
            _part(name) for name in ["idle", "looks", "attract", "mode", "first", "enrol", "tongue", "brightness"]
        )
