import QtQuick
import "."

// One of the three ways to ask, on the attract screen.
Rectangle {
    id: card
    required property string icon
    property string title
    property string sub
    property bool strong: false
    signal touched()
    implicitHeight: column.implicitHeight + Theme.px(48)
    radius: Theme.px(36)
    color: area.pressed ? Theme.shade : strong ? Theme.harbour : Theme.card
    border.color: Theme.line
    border.width: strong ? 0 : Theme.px(2)
    Column {
        id: column
        anchors.centerIn: parent
        width: parent.width - Theme.px(24)
        spacing: Theme.px(8)
        Icon { name: card.icon; colour: card.strong ? Theme.sun : Theme.harbour; size: Theme.px(Theme.portrait ? 104 : 76); anchors.horizontalCenter: parent.horizontalCenter }
        Words { width: parent.width; text: card.title; font.pixelSize: Theme.large; font.bold: true; color: card.strong ? Theme.white : Theme.ink; horizontalAlignment: Text.AlignHCenter }
        Words { width: parent.width; text: card.sub; font.pixelSize: Theme.text(25); color: card.strong ? Theme.harbourPale : Theme.soft; horizontalAlignment: Text.AlignHCenter }
    }
    Pressable { id: area; name: card.title + ", " + card.sub; rounding: card.radius; onTouched: card.touched() }
}
