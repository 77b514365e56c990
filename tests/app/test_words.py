"""The window's words for QML: what is bound to one follows the language."""

from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlComponent, QQmlEngine

from kiosk.app.bridge.words import Words
from kiosk.app.cards import read_words
from kiosk.core import Language


def test_what_qml_bound_to_a_word_follows_the_language_also_by_a_key_that_is_put_together(qapp: object) -> None:
    words, engine = Words(), QQmlEngine()
    english, chinese = read_words(Language.en), read_words(Language.zh)
    words.say(english)
    shown = QQmlComponent(engine)
    shown.setData(b'import QtQml\nQtObject { required property var t; property string a: t["list"]; property string b: t["text_" + "large"] }', QUrl())
    item = shown.createWithInitialProperties({"t": words})
    assert (item.property("a"), item.property("b")) == (english["list"], english["text_large"])
    words.say(chinese)
    assert (item.property("a"), item.property("b")) == (chinese["list"], chinese["text_large"])
    assert dict(words) == chinese and words["list"] == chinese["list"]
