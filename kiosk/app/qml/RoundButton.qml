import QtQuick
import "."

// A round button with an icon, and words below it; `name` is what it is called where no words stand below.
Item {
    id: button
    required property string icon
    property string text: ""
    property string name: text
    property int size: Theme.touch
    property color fill: Theme.card
    property color colour: Theme.harbour
    property color ink: Theme.ink
    property int badge: 0
    signal touched()
    implicitWidth: Math.max(size, label.visible ? label.implicitWidth : 0)
    implicitHeight: size + (text !== "" ? label.implicitHeight + Theme.px(8) : 0)
    Rectangle {
        id: disc
        width: button.size
        height: button.size
        radius: width / 2
        anchors.horizontalCenter: parent.horizontalCenter
        color: area.pressed ? Qt.darker(button.fill, 1.12) : button.fill
        border.color: Theme.line
        border.width: button.fill === Theme.card || Theme.strong ? Theme.px(2) : 0
        Icon { name: button.icon; colour: button.colour; size: Math.round(button.size * 0.5); anchors.centerIn: parent }
    }
    Rectangle {
        visible: button.badge > 0
        anchors { right: disc.right; top: disc.top; rightMargin: -Math.round(width / 4); topMargin: -Math.round(height / 4) }
        width: Math.max(height, count.implicitWidth + Theme.px(16))
        height: count.implicitHeight + Theme.px(6)
        radius: height / 2
        color: Theme.coral
        Words { id: count; anchors.centerIn: parent; text: button.badge; color: Theme.white; font.pixelSize: Theme.tiny; font.bold: true; wrapMode: Text.NoWrap }
    }
    Words {
        id: label
        visible: button.text !== ""
        text: button.text
        width: button.width > 0 ? Math.max(button.width, button.size) : implicitWidth
        anchors { top: disc.bottom; topMargin: Theme.px(8); horizontalCenter: parent.horizontalCenter }
        font.pixelSize: Theme.small
        font.weight: Font.Medium
        color: button.ink
        horizontalAlignment: Text.AlignHCenter
    }
    Pressable { id: area; name: button.badge > 0 ? button.name + " " + button.badge : button.name; rounding: disc.radius; onTouched: button.touched() }
}
