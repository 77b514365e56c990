import QtQuick
import "."

// The floor plan with its heading.
Rectangle {
    id: panel
    required property var app
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
            anchors { left: parent.left; right: back.left; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
            Words { width: parent.width; text: panel.app.plan.name ? panel.app.words["the_way"].replace("{name}", panel.app.plan.name) : panel.app.words["plan"]; font.pixelSize: Theme.px(36); font.bold: true; maximumLineCount: 2 }
            Words { width: parent.width; visible: panel.app.plan.metres > 0; text: panel.app.words["steps"].replace("{metres}", panel.app.plan.metres); font.pixelSize: Theme.small; color: Theme.soft }
        }
        PillButton { id: back; anchors { right: parent.right; verticalCenter: parent.verticalCenter } text: panel.app.words["back"]; icon: "back"; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small; onTouched: panel.app.talk.back() }
    }
    FloorPlan { app: panel.app; anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: legend.top; margins: Theme.px(28); topMargin: Theme.px(20); bottomMargin: Theme.px(16) } }
    Grid {
        id: legend
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(28) }
        readonly property int most: Theme.portrait ? 12 : 6
        columns: Math.min(6, most)
        spacing: Theme.px(10)
        Repeater {
            model: panel.app.plan.facilities.slice(0, legend.most)
            Rectangle {
                id: entry
                required property var modelData
                width: (legend.width - (legend.columns - 1) * legend.spacing) / legend.columns
                height: Theme.px(128)
                radius: Theme.px(18)
                color: modelData.target ? Theme.coralPale : Theme.paper
                Column {
                    anchors.centerIn: parent
                    width: parent.width - Theme.px(12)
                    spacing: Theme.px(4)
                    Icon { name: entry.modelData.icon; colour: entry.modelData.target ? Theme.coral : Theme.harbour; size: Theme.px(46); anchors.horizontalCenter: parent.horizontalCenter }
                    Words { width: parent.width; text: entry.modelData.name; font.pixelSize: Theme.px(20); horizontalAlignment: Text.AlignHCenter; maximumLineCount: 2; lineHeight: 0.95 }
                }
                MouseArea { anchors.fill: parent; onClicked: panel.app.talk.leadTo(entry.modelData.id) }
            }
        }
    }
}
