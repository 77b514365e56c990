"""A person at the glass or at the keys of a staged window: everything goes through the real QML."""

import time

from PySide6.QtCore import QCoreApplication, QPoint, QRectF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from kiosk.app.stage import PATIENCE, Stage, items

KEYS = {**{str(n): getattr(Qt.Key, f"Key_{n}") for n in range(10)}, "<": Qt.Key.Key_Backspace, "\n": Qt.Key.Key_Return}


def seen(stage: Stage) -> set[str]:
    """Every text on the screen."""
    return {str(i.property("text")) for i in items(stage.window.view.contentItem()) if i.inherits("QQuickText") and i.isVisible() and i.property("text")}


def buttons(stage: Stage) -> dict[str, QQuickItem]:
    """What can be pressed, by its accessible name."""
    there = items(stage.window.view.contentItem())
    return {str(i.property("name")): i for i in there if i.objectName() == "pressable" and i.isVisible() and i.isEnabled()}


def touch(stage: Stage, name: str) -> None:
    """A finger on what has this name, once it stands still. It must be where a finger can see it."""
    stood, since, end = QRectF(), 0.0, time.monotonic() + PATIENCE
    while stood.isEmpty() or time.monotonic() - since < 0.1:
        assert time.monotonic() < end, f"{name!r} is not to be seen, or does not stand still"
        QCoreApplication.processEvents()
        item = buttons(stage).get(name)
        place = QRectF() if item is None else item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))
        if place != stood:
            stood, since = place, time.monotonic()
        time.sleep(0.002)
    point = stood.center().toPoint()
    assert QRectF(0, 0, stage.window.view.width(), stage.window.view.height()).contains(stood.center()), f"{name!r} is not on the screen"
    QTest.mouseClick(stage.window.view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(point.x(), point.y()))


def keys(stage: Stage, typed: str) -> None:
    """Digits, "<" for Backspace and a line's end for Enter, on a keyboard."""
    for key in typed:
        QTest.keyClick(stage.window.view, KEYS[key])


def tab_to(stage: Stage, name: str) -> None:
    """The tabulator until the focus is on what has this name."""
    for _ in range(60):
        QTest.keyClick(stage.window.view, Qt.Key.Key_Tab)
        item = stage.window.view.activeFocusItem()
        if item is not None and item.property("name") == name:
            return
    raise AssertionError(f"the keys do not reach {name!r}")


def press(stage: Stage, name: str) -> None:
    """The tabulator and Enter, nothing else."""
    tab_to(stage, name)
    QTest.keyClick(stage.window.view, Qt.Key.Key_Return)
