import QtQuick
import "."

// A button with words, and an icon where it helps.
Rectangle {
    id: button
    property string text
    property string icon: ""
    property color fill: Theme.harbour
    property color colour: Theme.white
    property color edge: "transparent"
    property int size: Theme.body
    property bool narrow: false
    signal touched()
    implicitHeight: Theme.touch
    implicitWidth: row.implicitWidth + Theme.px(narrow ? 40 : 64)
    radius: height / 2
    color: area.pressed ? Qt.darker(fill, 1.15) : fill
    border.color: edge
    border.width: edge.a > 0 ? Theme.px(3) : 0
    opacity: enabled ? 1 : 0.45
    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.px(14)
        Icon { visible: button.icon !== ""; name: button.icon || "pin"; colour: button.colour; size: Math.round(button.size * 1.25); anchors.verticalCenter: parent.verticalCenter }
        Words {
            text: button.text
            font.pixelSize: button.size
            font.weight: Font.DemiBold
            color: button.colour
            wrapMode: Text.NoWrap
            visible: text !== ""
            width: Math.min(implicitWidth, button.width > 0 ? button.width - Theme.px(30) - (button.icon !== "" ? button.size * 1.7 : 0) : implicitWidth)
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    MouseArea { id: area; anchors.fill: parent; onClicked: button.touched() }
}
