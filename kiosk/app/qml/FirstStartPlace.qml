import QtQuick
import "."

// Where the kiosk stands: a touch on the plan, or the arrow keys.
FocusScope {
    id: panel
    required property var app
    readonly property var first: app.first
    readonly property var t: app.words
    focus: true
    Words { id: sub; width: parent.width; text: panel.t[panel.first.note === "shelf" ? "first_place_shelf" : "first_place_sub"]; color: panel.first.note === "shelf" ? Theme.coral : Theme.soft; font.weight: panel.first.note === "shelf" ? Font.DemiBold : Font.Normal }
    FloorPlan {
        id: plan
        app: panel.app
        anchors { left: parent.left; right: parent.right; top: sub.bottom; bottom: at.top; topMargin: Theme.gap; bottomMargin: Theme.gap }
    }
    Item {
        id: ground
        objectName: "ground"
        anchors.centerIn: plan
        width: plan.building.width * plan.metre
        height: plan.building.height * plan.metre
        focus: true
        activeFocusOnTab: true
        Accessible.role: Accessible.Graphic
        Accessible.name: panel.t["you_are_here"] + ": " + panel.first.where
        Accessible.focusable: true
        Keys.onPressed: (event) => {
            const step = ({ [Qt.Key_Left]: [-0.5, 0], [Qt.Key_Right]: [0.5, 0], [Qt.Key_Up]: [0, -0.5], [Qt.Key_Down]: [0, 0.5] })[event.key]
            if (step === undefined) return
            panel.first.move(step[0], step[1])
            event.accepted = true
        }
        MouseArea { anchors.fill: parent; onClicked: (mouse) => panel.first.put(mouse.x / plan.metre, mouse.y / plan.metre) }
        Rectangle { visible: ground.activeFocus; anchors { fill: parent; margins: -Theme.px(6) } radius: Theme.px(20); color: "transparent"; border { color: Theme.ink; width: Theme.px(6) } }
    }
    Words { id: at; anchors.bottom: parent.bottom; width: parent.width; text: panel.first.where; font.bold: true; color: Theme.harbour; horizontalAlignment: Text.AlignHCenter }
}
