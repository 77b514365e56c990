import QtQuick
import "."

// A button with words, and an icon where it helps. Words that are too long for it go on in a second line.
Rectangle {
    id: button
    property string text
    property string icon: ""
    property string name: text
    property color fill: Theme.harbour
    property color colour: Theme.white
    property color edge: "transparent"
    property int size: Theme.body
    property int least: Theme.touch
    property bool narrow: false
    property bool usable: true
    property bool chosen: false
    readonly property real beside: icon !== "" ? Math.round(size * 1.25) + (text !== "" ? Theme.px(14) : 0) : 0
    signal touched()
    function takeKeys() { area.forceActiveFocus(Qt.TabFocusReason) }
    enabled: usable
    implicitHeight: Math.max(least, label.implicitHeight + Theme.px(20))
    implicitWidth: Math.max(least, Math.ceil(label.wanted) + beside + 2 * Theme.px(narrow ? 20 : 32))
    radius: Math.min(height / 2, Theme.px(56))
    color: area.pressed ? Qt.darker(fill, 1.15) : fill
    border.color: edge.a > 0 ? edge : Theme.line
    border.width: edge.a > 0 || Theme.strong ? Theme.px(3) : 0
    opacity: usable ? 1 : 0.45
    TextMetrics { id: metrics; font: label.font; text: button.text }
    Row {
        anchors.centerIn: parent
        spacing: Theme.px(14)
        Icon { visible: button.icon !== ""; name: button.icon || "pin"; colour: button.colour; size: Math.round(button.size * 1.25); anchors.verticalCenter: parent.verticalCenter }
        Words {
            id: label
            readonly property real wanted: metrics.advanceWidth + Theme.px(4)
            text: button.text
            font.pixelSize: button.size
            font.weight: Font.DemiBold
            color: button.colour
            visible: text !== ""
            width: Math.min(wanted, button.width - button.beside - 2 * Theme.px(16))
            horizontalAlignment: lineCount > 1 ? Text.AlignHCenter : Text.AlignLeft
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    Pressable { id: area; name: button.name; rounding: button.radius; chosen: button.chosen; onTouched: button.touched() }
}
