import QtQuick
import "."

// Louder, quieter, captions only.
Rectangle {
    id: popup
    required property var app
    width: Theme.px(560)
    height: column.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.card
    border.color: Theme.line
    border.width: Theme.px(2)
    MouseArea { anchors.fill: parent }
    Column {
        id: column
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.gap }
        spacing: Theme.gap
        Words { visible: !popup.app.sound.available; width: parent.width; text: popup.app.words["no_speaker"]; font.pixelSize: Theme.small; color: Theme.soft }
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
                    color: popup.app.sound.volume >= (index + 1) * 10 ? Theme.harbour : Theme.line
                }
            }
        }
        Row {
            spacing: Theme.px(16)
            anchors.horizontalCenter: parent.horizontalCenter
            PillButton { text: popup.app.words["quieter"]; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small; onTouched: popup.app.sound.setVolume(popup.app.sound.volume - 10) }
            PillButton { text: popup.app.words["louder"]; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small; onTouched: popup.app.sound.setVolume(popup.app.sound.volume + 10) }
        }
        PillButton { width: parent.width; text: popup.app.words["mute"]; icon: "mute"; fill: Theme.shade; colour: Theme.ink; size: Theme.small; onTouched: { popup.app.sound.setVolume(0); popup.visible = false } }
    }
}
