import QtQuick
import "."

// One key; `name` says what an icon does.
Rectangle {
    id: key
    property string text: ""
    property string icon: ""
    property string name: text
    property color fill: Theme.card
    property color colour: Theme.ink
    property int size: Theme.px(40)
    signal touched()
    radius: Theme.px(16)
    color: area.pressed ? Theme.sun : fill
    border.color: Theme.line
    border.width: Theme.px(2)
    Words { visible: key.icon === ""; anchors.centerIn: parent; text: key.text; font.pixelSize: key.size; color: key.colour; wrapMode: Text.NoWrap }
    Icon { visible: key.icon !== ""; anchors.centerIn: parent; name: key.icon || "pin"; colour: key.colour; size: Theme.px(46) }
    Pressable { id: area; name: key.name; rounding: key.radius; onTouched: key.touched() }
}
