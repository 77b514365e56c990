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
        Repeater {
            model: panel.first.summary
            Rectangle {
                id: row
                required property var modelData
                width: column.width
                height: facts.implicitHeight + Theme.px(28)
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
        Words { visible: panel.first.fixed !== ""; width: parent.width; text: panel.t["first_fixed"].replace("{names}", panel.first.fixed); font.pixelSize: Theme.small; color: Theme.coral; wrapMode: Text.Wrap }
        Words { visible: panel.first.why !== ""; width: parent.width; text: panel.t["first_not_saved"] + " " + panel.first.why; color: Theme.coral; wrapMode: Text.Wrap }
    }
}
