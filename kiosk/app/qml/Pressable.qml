import QtQuick
import "."

// Whatever can be pressed: with a finger, with Enter or the space bar, by a screen reader. Its ring shows where the keys are.
Item {
    id: pressable
    objectName: "pressable"
    required property string name
    property real rounding: Theme.radius
    property bool chosen: false
    readonly property bool pressed: area.pressed
    signal touched()
    anchors.fill: parent
    activeFocusOnTab: true
    Accessible.role: Accessible.Button
    Accessible.name: name
    Accessible.focusable: true
    Accessible.checked: chosen
    Accessible.onPressAction: touched()
    Keys.onPressed: (event) => {
        const there = event.key === Qt.Key_Down || event.key === Qt.Key_Right
        const press = event.key === Qt.Key_Return || event.key === Qt.Key_Enter || event.key === Qt.Key_Select || event.key === Qt.Key_Space
        if (press) {
            if (!event.isAutoRepeat) pressable.touched()
        } else if (there || event.key === Qt.Key_Up || event.key === Qt.Key_Left) {
            pressable.nextItemInFocusChain(there).forceActiveFocus(Qt.TabFocusReason)
        } else {
            return
        }
        event.accepted = true
    }
    MouseArea { id: area; anchors.fill: parent; onClicked: pressable.touched() }
    Rectangle {
        visible: pressable.activeFocus
        anchors { fill: parent; margins: -Theme.px(4) }
        radius: pressable.rounding + Theme.px(4)
        color: "transparent"
        border { color: Theme.white; width: Theme.px(10) }
        Rectangle { anchors { fill: parent; margins: Theme.px(1) } radius: parent.radius; color: "transparent"; border { color: "#000000"; width: Theme.px(6) } }
    }
}
