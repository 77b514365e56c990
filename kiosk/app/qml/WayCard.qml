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
    radius: Theme.px(36)
    color: area.pressed ? Theme.shade : strong ? Theme.harbour : Theme.card
    border.color: Theme.line
    border.width: strong ? 0 : Theme.px(2)
    Column {
        anchors.centerIn: parent
        width: parent.width - Theme.px(32)
        spacing: Theme.px(10)
        Icon { name: card.icon; colour: card.strong ? Theme.sun : Theme.harbour; size: Theme.px(Theme.portrait ? 104 : 84); anchors.horizontalCenter: parent.horizontalCenter }
        Words { width: parent.width; text: card.title; font.pixelSize: Theme.large; font.bold: true; color: card.strong ? Theme.white : Theme.ink; horizontalAlignment: Text.AlignHCenter; wrapMode: Text.NoWrap }
        Words { width: parent.width; text: card.sub; font.pixelSize: Theme.px(25); color: card.strong ? Theme.harbourPale : Theme.soft; horizontalAlignment: Text.AlignHCenter }
    }
    MouseArea { id: area; anchors.fill: parent; onClicked: card.touched() }
}
