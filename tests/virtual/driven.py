"""The real window, offscreen, in a process of its own: told what to touch on stdin, a line each, and telling on stdout what happens, as JSON lines.

What must hold: nothing but the touches comes from outside; what is told is read from the signals that QML is bound to. Times are
`time.monotonic()`. Touches: `speak` (the microphone button, from the attract screen or within a visit), `finish` (the end of the visit), `quit`.
"""

import json
import sys
import threading
import time
from typing import Any

from PySide6.QtCore import QObject, Signal

from kiosk.app.main import Window, application
from kiosk.core.settings import load_settings


class Touches(QObject):
    """Lines of stdin, delivered on the window's thread."""

    touched = Signal(str)

    def read(self) -> None:
        """Until the pipe is closed, which means `quit`."""
        for line in sys.stdin:
            self.touched.emit(line.strip())
        self.touched.emit("quit")


def tell(event: str, **more: Any) -> None:
    """One line: what happened, and when."""
    print(json.dumps({"event": event, "at": time.monotonic(), **more}, ensure_ascii=False), flush=True)


def main() -> int:
    """Runs until `quit`; the settings come from the environment."""
    qt = application()
    window = Window(load_settings(), width=540, height=960)
    app = window.app
    last: dict[str, Any] = {}

    def changed(event: str, value: Any) -> None:
        if last.get(event) != value:
            last[event] = value
            tell(event, value=value)

    def heard(found: Any) -> None:
        tell("heard", **({"text": found.text, "language": str(found.language), "milliseconds": dict(found.milliseconds)} if found else {"text": ""}))

    def answered(turn: Any) -> None:
        answer = turn.answer if turn else None
        tell("answered", **({"text": answer.text, "language": str(answer.language), "milliseconds": dict(answer.milliseconds)} if answer else {"text": ""}))

    def level() -> None:
        if app.listening.property("state") == "listening":
            changed("microphone", "open")

    def state() -> None:
        if app.listening.property("state") == "idle":
            last.pop("microphone", None)
        changed("listening", app.listening.property("state"))

    def touched(what: str) -> None:
        if what == "speak" and app.property("screen") == "attract":
            app.begin("speak")
        elif what == "speak":
            app.listen()
        elif what == "finish":
            app.finish()
        else:
            qt.quit()

    app.changed.connect(lambda: changed("ready", bool(app.property("ready"))))
    app.changed.connect(lambda: changed("broken", app.property("broken")))
    app.sound.changed.connect(lambda: changed("loudspeaker", bool(app.sound.property("available"))))
    app.sound.changed.connect(lambda: changed("speaking", bool(app.sound.property("speaking"))))
    app.sound.readied.connect(lambda: tell("voice"))
    app.listening.stateChanged.connect(state)
    app.listening.levelChanged.connect(level)
    app.listening.heard.connect(heard)
    app.listening.missing.connect(lambda why: tell("missing", why=why))
    app.talk.answered.connect(answered)
    touches = Touches()
    touches.touched.connect(touched)
    threading.Thread(target=touches.read, name="touches", daemon=True).start()
    window.open()
    code = int(qt.exec())
    window.close()
    return code


if __name__ == "__main__":
    sys.exit(main())
