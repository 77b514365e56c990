"""The drawn shelves follow the room that they have, also while they are still being made piece by piece."""

from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine, QQmlIncubationController, QQmlIncubator

from kiosk.app.images import ProductPictures
from kiosk.app.main import QML

PLACE = b"""import QtQuick
Item { width: 600; Shelf { objectName: "shelf"; width: 600; tiers: wanted } }"""


def test_a_shelf_whose_room_changes_while_it_is_made_throws_nothing_away(qapp: object, complaints: list[str]) -> None:
    """A layout settles in steps, and a window may be slow: Qt complains of delegates that are dropped half-made."""
    engine, controller, incubator = QQmlEngine(), QQmlIncubationController(), QQmlIncubator()
    engine.addImageProvider("product", ProductPictures())
    engine.setIncubationController(controller)
    engine.rootContext().setContextProperty("wanted", 1)
    place = QQmlComponent(engine)
    place.setData(PLACE, QUrl.fromLocalFile(str(QML / "Place.qml")))
    place.create(incubator, engine.rootContext())
    steps = 0
    while incubator.status() == QQmlIncubator.Status.Loading and steps < 1000:
        controller.incubateFor(0)
        steps += 1
        engine.rootContext().setContextProperty("wanted", 1 + steps % 2)
    assert incubator.status() == QQmlIncubator.Status.Ready and steps > 2
    incubator.object().deleteLater()
