"""The window outlives a day of signals: PySide6 takes a reference to True with each `emit`, and Python before 3.12 dies when it took the last."""

import subprocess
import sys

PROGRAM = """
from PySide6.QtCore import QObject, Signal
from kiosk.app.main import application
class Sender(QObject):
    changed = Signal()
application()
sender = Sender()
for _ in range(300_000):
    sender.changed.emit()
    sender.parent()
print("alive")
"""


def test_three_hundred_thousand_signals_do_not_end_the_interpreter() -> None:
    found = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=300)
    assert (found.returncode, found.stdout.strip()) == (0, "alive"), found.stderr
