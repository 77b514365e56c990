import QtQuick
import "."

// Louder, quieter, captions only.
Box {
    id: popup
    required property var app
    readonly property var t: app.words
    heading: t["volume"] + (app.sound.available ? " " + app.sound.volume + " %" : "")
    closing: t["close"]
    Words { visible: !popup.app.sound.available; width: parent.width; text: popup.t["no_speaker"]; font.pixelSize: Theme.small; color: Theme.soft }
    Row {
        spacing: Theme.px(8)
        anchors.horizontalCenter: parent.horizontalCenter
        Repeater {
            model: 10
            Rectangle {
                required property int index
                width: Theme.px(34)
                height: Theme.px(14 + 4 * index)
                radius: Theme.px(6)
                anchors.bottom: parent.bottom
                color: popup.app.sound.volume >= (index + 1) * 10 ? Theme.harbour : Theme.shade
                border { color: Theme.soft; width: Theme.px(2) }
            }
        }
    }
    Row {
        id: two
        width: parent.width
        spacing: Theme.px(16)
        PillButton { width: (two.width - two.spacing) / 2; text: popup.t["quieter"]; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small; onTouched: popup.app.sound.setVolume(popup.app.sound.volume - 10) }
        PillButton { width: (two.width - two.spacing) / 2; text: popup.t["louder"]; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small; onTouched: popup.app.sound.setVolume(popup.app.sound.volume + 10) }
    }
    PillButton { width: parent.width; text: popup.t["mute"]; icon: "mute"; fill: Theme.shade; colour: Theme.ink; size: Theme.small; onTouched: { popup.app.sound.setVolume(0); popup.fold() } }
}
