import QtQuick
import "."

// All text of the window.
Text {
    font.family: Theme.font
    font.pixelSize: Theme.body
    color: Theme.ink
    wrapMode: Text.WordWrap
    textFormat: Text.PlainText
    elide: Text.ElideRight
}
