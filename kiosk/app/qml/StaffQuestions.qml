import QtQuick
import "."

// What could not be answered, most frequent first: what the shop may want to stock, or to write into its pack.
Item {
    id: panel
    required property var app
    readonly property var rooms: app.mode.rooms
    readonly property var t: app.words
    Words { id: sub; width: parent.width; text: panel.t["questions_sub"]; font.pixelSize: Theme.small; color: Theme.soft }
    Words { visible: panel.rooms.known && panel.rooms.questions.length === 0; anchors { left: parent.left; right: parent.right; top: sub.bottom; topMargin: Theme.margin } text: panel.t["questions_none"]; font.bold: true; color: Theme.harbour }
    Scroll {
        anchors { left: parent.left; right: parent.right; top: sub.bottom; bottom: parent.bottom; topMargin: Theme.gap }
        name: panel.t["mode_questions"]
        contentHeight: column.height
        Column {
            id: column
            width: parent.width - Theme.px(16)
            spacing: Theme.px(12)
            Repeater {
                model: panel.rooms.questions
                Rectangle {
                    id: row
                    required property var modelData
                    width: column.width
                    height: facts.implicitHeight + Theme.px(36)
                    radius: Theme.radius
                    color: Theme.card
                    border { color: Theme.line; width: Theme.px(2) }
                    Column {
                        id: facts
                        anchors { left: parent.left; right: times.left; verticalCenter: parent.verticalCenter; leftMargin: Theme.gap; rightMargin: Theme.px(16) }
                        Words { visible: text !== ""; width: parent.width; text: row.modelData.product; font.bold: true; wrapMode: Text.Wrap }
                        Words { width: parent.width; text: row.modelData.topic; font.pixelSize: row.modelData.product ? Theme.small : Theme.body; font.bold: row.modelData.product === ""; color: row.modelData.product ? Theme.soft : Theme.ink }
                        Words { width: parent.width; text: row.modelData.last; font.pixelSize: Theme.small; color: Theme.soft }
                    }
                    Words { id: times; anchors { right: parent.right; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter } text: row.modelData.times; font.pixelSize: Theme.large; font.bold: true; color: Theme.harbour; wrapMode: Text.NoWrap }
                }
            }
        }
    }
}
