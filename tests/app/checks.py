"""What a person must be able to read, reach and hit, measured on a real window. Each check returns the faults it found, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QColor, QFont, QImage, QRawFont
from PySide6.QtQml import QQmlExpression, qmlContext
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

PRIMARY = ("touch", "speak", "staff", "what_is_this", "still_here", "emergency_stop", "emergency_over", "ask")
"""Keys of the words on the buttons that a shopper needs most: 20 mm; 15 mm is what the others get."""


@dataclass(frozen=True)
class Node:
    """An item that can be seen, under what it lies in. (PySide loses a reference to None with each `parentItem()` of a root: never asked here.)"""

    item: QQuickItem
    above: "Node | None"

    def all_above(self) -> Iterator["Node"]:
        """What it lies in, from near to far."""
        node = self.above
        while node is not None:
            yield node
            node = node.above

    def get(self, name: str) -> object:
        """A property."""
        return self.item.property(name)

    @property
    def text(self) -> str:
        """What it reads, or is called."""
        return str(self.item.property("text" if self.item.inherits("QQuickText") else "name"))

    @property
    def place(self) -> QRectF:
        """Where it is in the window."""
        return self.item.mapRectToScene(QRectF(0, 0, self.item.width(), self.item.height()))

    def seen(self, rect: QRectF) -> QRectF:
        """The part of a place that nothing above it clips."""
        for node in self.all_above():
            if node.item.clip():
                rect = rect.intersected(node.place)
        return rect

    def painted(self) -> QRectF:
        """Where the letters of a text are in the window."""
        item = self.item
        wide, high = item.property("contentWidth"), item.property("contentHeight")
        across, down = (QQmlExpression(qmlContext(item), item, f"+{name}").evaluate()[0] for name in ("horizontalAlignment", "verticalAlignment"))
        centre, right = Qt.AlignmentFlag.AlignHCenter.value, Qt.AlignmentFlag.AlignRight.value
        left = (item.width() - wide) / 2 if across == centre else item.width() - wide if across == right else item.property("leftPadding")
        top = (item.height() - high) / 2 if down == Qt.AlignmentFlag.AlignVCenter.value else item.property("topPadding")
        return item.mapRectToScene(QRectF(left, top, wide, high))


class Sight:
    """What a window shows now: its texts, and what can be pressed."""

    def __init__(self, view: QQuickWindow) -> None:
        self.view, self.nodes = view, list(_walk(Node(view.contentItem(), None), 1.0))
        self.texts = [n for n in self.nodes if n.item.inherits("QQuickText") and n.text]
        self.pressables = [n for n in self.nodes if n.item.objectName() == "pressable" and n.item.isEnabled()]


def _walk(node: Node, opacity: float) -> Iterator[Node]:
    opacity *= node.item.opacity()
    if node.item.isVisible() and opacity > 0.3:
        yield node
        for child in node.item.childItems():
            yield from _walk(Node(child, node), opacity)


def misfits(sight: Sight) -> list[str]:
    """Texts that are cut, run out of their box, their card or the window, or lie on another text or button."""
    faults = []
    for node in sight.texts:
        text, painted, item = node.text, node.painted(), node.item
        wide, high = item.property("contentWidth"), item.property("contentHeight")
        if item.property("truncated"):
            faults.append(f"{text!r} is cut off")
        if wide > item.width() + 1.5 or high > item.height() + 1.5:
            faults.append(f"{text!r} is painted {wide:.0f} x {high:.0f} in {item.width():.0f} x {item.height():.0f}")
        faults += [f"{text!r} {fault}" for fault in _escapes(node, painted, sight)]
    faults += _overlaps(sight)
    return faults


def _escapes(node: Node, painted: QRectF, sight: Sight) -> Iterator[str]:
    held = False
    for above in node.all_above():
        scrolls = above.item.inherits("QQuickFlickable")
        if scrolls:
            held = held or bool(above.get("longer"))
        if above.item.clip() and not scrolls and not above.place.adjusted(-2, -2, 2, 2).contains(painted):
            yield "is clipped"
        if scrolls and not above.get("sideways"):
            room = above.place
            if painted.left() < room.left() - 2 or painted.right() > room.right() + 2:
                yield "runs out of its column"
            if not held and (painted.top() < room.top() - 2 or painted.bottom() > room.bottom() + 2):
                yield "is out of a column that does not scroll"
    if not held and not QRectF(-1, -1, sight.view.width() + 2, sight.view.height() + 2).contains(painted):
        yield f"is out of the window: {painted.getRect()}"


def _overlaps(sight: Sight) -> Iterator[str]:
    on_top = [(n, n.seen(n.painted())) for n in sight.texts if n.item.isEnabled()]
    for (one, a), (other, b) in combinations(on_top, 2):
        common = a.intersected(b)
        if common.width() > 4 and common.height() > 6:
            yield f"{one.text!r} lies on {other.text!r}"
    for button in sight.pressables:
        place = button.seen(button.place).adjusted(3, 3, -3, -3)
        for node, rect in on_top:
            common = place.intersected(rect)
            if button.above not in node.all_above() and common.width() > 4 and common.height() > 4:
                yield f"{node.text!r} lies on the button {button.text!r}"


def missing_glyphs(sight: Sight) -> list[str]:
    """Characters for which the font has no picture."""
    faults = []
    for node in sight.texts:
        font: QFont = node.item.property("font")
        raw = QRawFont.fromFont(font)
        faults += [f"{c!r} of {node.text!r} is not in {font.family()}" for c in node.text if not c.isspace() and not raw.supportsCharacter(ord(c))]
    return faults


def small_targets(sight: Sight, dots: float, words: dict[str, str]) -> list[str]:
    """What is too small for a finger: 15 mm, 20 mm where it is needed most."""
    faults = []
    most = {words[key] for key in PRIMARY}
    for button in sight.pressables:
        least = (20 if button.text in most else 15) * dots
        if min(button.item.width(), button.item.height()) < least - 0.5:
            faults.append(f"{button.text!r} is {button.item.width() / dots:.1f} x {button.item.height() / dots:.1f} mm")
    return faults


def unnamed(sight: Sight) -> list[str]:
    """What a screen reader cannot say: a button without a name or without its role."""
    faults = []
    for button in sight.pressables:
        interface = QAccessible.queryAccessibleInterface(button.item)
        if interface is None or interface.role() != QAccessible.Role.PushButton or not interface.text(QAccessible.Text.Name).strip():
            faults.append(f"the button at {button.place.getRect()} has no name or role")
    return faults


def _luminance(colour: np.ndarray) -> float:
    """Relative luminance of sRGB, WCAG 2.2."""
    c = colour / 255
    linear = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def ratio(one: np.ndarray, other: np.ndarray) -> float:
    """Contrast ratio of two sRGB colours, WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pale_texts(sight: Sight, image: QImage, least: float) -> list[str]:
    """Texts whose colour stands too little out of what is behind them on the picture."""
    faults = []
    picture = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    packed = rows[:, : 3 * picture.width()].reshape(picture.height(), -1, 3).astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    for node in sight.texts:
        place = node.seen(node.painted()).toAlignedRect().intersected(picture.rect())
        part = packed[place.y() : place.y() + place.height(), place.x() : place.x() + place.width()]
        if not node.item.isEnabled() or min(part.shape) < 6:  # a sliver at the edge of a column shows no letter
            continue
        colour: QColor = node.item.property("color")
        ink = np.array([colour.red(), colour.green(), colour.blue()], float)
        found, counts = np.unique(part, return_counts=True)
        grounds = [np.array([c >> 16, c >> 8 & 255, c & 255], float) for c in found[np.argsort(-counts)[:2]]]
        ground = next((g for g in grounds if np.abs(g - ink).max() > 24), grounds[0])
        if (contrast := ratio(ink, ground)) < least:
            faults.append(f"{node.text!r} has {contrast:.2f}:1")
    return faults


def unreached(view: QQuickWindow) -> list[str]:
    """What the tabulator does not lead to, or where one does not see that it is there."""
    wanted = Sight(view).pressables
    left = set(range(len(wanted)))
    faults = []
    for _ in range(2 * len(wanted) + 12):
        if not left:
            break
        QTest.keyClick(view, Qt.Key.Key_Tab)
        number = next((n for n in left if wanted[n].item.hasActiveFocus()), None)
        if number is None:
            continue
        left.discard(number)
        node = wanted[number]
        ring = any(child.isVisible() and child.inherits("QQuickRectangle") for child in node.item.childItems())
        seen = node.seen(node.place).intersected(QRectF(0, 0, view.width(), view.height()))
        if not ring or seen.width() < 0.5 * node.place.width() or seen.height() < 0.5 * node.place.height():
            faults.append(f"nobody sees that {node.text!r} has the focus")
    return faults + [f"the keys do not reach {wanted[n].text!r}" for n in sorted(left)]
