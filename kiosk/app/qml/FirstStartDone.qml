import QtQuick
import "."

// What will be saved.
Scroll {
    id: panel
    required property var app
    readonly property var first: app.first
    readonly property var t: app.words
    name: t["first_done"]
    contentHeight: column.height
    Column {
        id: column
        width: parent.width - Theme.px(16)
        spacing: Theme.px(14)
        Words { width: parent.width; text: panel.t["first_done_sub"]; color: Theme.soft }
        Grid {
            id: rows
            width: parent.width
            columns: Theme.portrait ? 1 : 2
            spacing: Theme.px(14)
            readonly property real each: (width - (columns - 1) * spacing) / columns
            readonly property real tall: Math.max(0, ...children.map((c) => c.wanted || 0))
            Repeater {
                model: panel.first.summary
                Rectangle {
                    id: row
                    required property var modelData
                    readonly property real wanted: facts.implicitHeight + Theme.px(28)
                    width: rows.each
                    height: Theme.portrait ? wanted : rows.tall
                    radius: Theme.radius
                    color: Theme.card
                    border { color: Theme.line; width: Theme.px(2) }
                    Column {
                        id: facts
                        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.gap }
                        Words { width: parent.width; text: row.modelData.name; font.pixelSize: Theme.small; color: Theme.soft }
                        Words { width: parent.width; text: row.modelData.value; font.bold: true; wrapMode: Text.Wrap }
                    }
                }
            }
        }
        Words { visible: panel.first.fixed !== ""; width: parent.width; text: panel.t["first_fixed"].replace("{names}", panel.first.fixed); font.pixelSize: Theme.small; color: Theme.coral; wrapMode: Text.Wrap }
        Words { visible: panel.first.why !== ""; width: parent.width; text: panel.t["first_not_saved"] + " " + panel.first.why; color: Theme.coral; wrapMode: Text.Wrap }
    }
}
