import QtQuick
import "."

// The floor plan with its heading.
Rectangle {
    id: panel
    required property var app
    signal taken()
    radius: Theme.radius
    color: Theme.card
    border.color: Theme.line
    border.width: Theme.px(2)
    Item {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(28) }
        height: Math.max(Theme.touch, words.implicitHeight)
        Column {
            id: words
            anchors { left: parent.left; right: take.visible ? take.left : back.left; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
            Words { width: parent.width; text: panel.app.plan.name ? panel.app.words["the_way"].replace("{name}", panel.app.plan.name) : panel.app.words["plan"]; font.pixelSize: Theme.text(36); font.bold: true }
            Words { width: parent.width; visible: panel.app.plan.metres > 0; text: panel.app.words["steps"].replace("{metres}", panel.app.plan.metres); font.pixelSize: Theme.small; color: Theme.soft }
        }
        PillButton {
            id: take
            visible: panel.app.talk.wayText !== ""
            anchors { right: back.left; rightMargin: Theme.px(16); verticalCenter: parent.verticalCenter }
            text: head.width > Theme.text(800) ? name : ""
            name: panel.app.words["take"]
            icon: "code"
            size: Theme.small
            fill: Theme.harbourPale
            colour: Theme.harbour
            onTouched: panel.taken()
        }
        PillButton { id: back; anchors { right: parent.right; verticalCenter: parent.verticalCenter } text: panel.app.words["back"]; icon: "back"; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small; onTouched: panel.app.talk.back() }
    }
    FloorPlan { app: panel.app; anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: legend.top; margins: Theme.px(28); topMargin: Theme.px(20); bottomMargin: Theme.px(16) } }
    Scroll {
        id: legend
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(28) }
        height: Math.min(contentHeight, panel.height * 0.4, Math.max(panel.height * 0.2, grid.tall * (Theme.portrait ? 2 : 1) + grid.spacing))
        name: panel.app.words["more"]
        contentHeight: grid.implicitHeight
        Grid {
            id: grid
            readonly property real tall: Math.max(Theme.touch, ...children.map((c) => c.wanted || 0))
            width: parent.width - Theme.px(14)
            columns: Math.max(2, Math.min(6, Math.floor(width / Theme.text(150))))
            spacing: Theme.px(10)
            Repeater {
                model: panel.app.plan.facilities
                Rectangle {
                    id: entry
                    required property var modelData
                    readonly property real wanted: inside.implicitHeight + Theme.px(20)
                    width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
                    height: grid.tall
                    radius: Theme.px(18)
                    color: modelData.target ? Theme.coralPale : Theme.paper
                    Column {
                        id: inside
                        anchors.centerIn: parent
                        width: parent.width - Theme.px(12)
                        spacing: Theme.px(4)
                        Icon { name: entry.modelData.icon; colour: entry.modelData.target ? Theme.coral : Theme.harbour; size: Theme.px(46); anchors.horizontalCenter: parent.horizontalCenter }
                        Words { width: parent.width; text: entry.modelData.name; font.pixelSize: Theme.text(20); color: entry.modelData.target ? Theme.coral : Theme.ink; horizontalAlignment: Text.AlignHCenter }
                    }
                    Pressable { name: entry.modelData.name; rounding: entry.radius; onTouched: panel.app.talk.leadTo(entry.modelData.id) }
                }
            }
        }
    }
}
