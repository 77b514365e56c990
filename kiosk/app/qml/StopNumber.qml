import QtQuick
import "."

// The number of a stop of the round, the same on the plan and in words.
Rectangle {
    id: disc
    required property int value
    property int size: Math.max(Theme.px(52), Theme.text(40))
    width: size
    height: width
    radius: width / 2
    color: Theme.coral
    border { color: Theme.white; width: Theme.px(2) }
    Words { anchors.centerIn: parent; text: disc.value; color: Theme.white; font.bold: true; font.pixelSize: Math.round(disc.width * 0.52); wrapMode: Text.NoWrap }
}
