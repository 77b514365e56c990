import QtQuick
import "."

// Who is waiting, urgent ones first; open cases; what colleagues took on.
Scroll {
    id: panel
    required property var app
    readonly property var rooms: app.mode.rooms
    readonly property var t: app.words
    name: t["mode_calls"]
    contentHeight: column.height
    Column {
        id: column
        visible: panel.rooms.known
        width: parent.width - Theme.px(16)
        spacing: Theme.px(18)
        Repeater {
            model: [
                { heading: panel.t["calls_waiting"], none: panel.t["calls_none"], rows: panel.rooms.calls, more: 0 },
                { heading: panel.t["cases_waiting"], none: panel.t["cases_none"], rows: panel.rooms.tickets, more: panel.rooms.more },
                { heading: panel.t["calls_done"], none: "", rows: panel.rooms.done, more: 0 },
            ]
            Column {
                id: part
                required property var modelData
                visible: modelData.rows.length > 0 || modelData.none !== ""
                width: column.width
                spacing: Theme.px(14)
                Words { width: parent.width; text: part.modelData.heading; font.pixelSize: Theme.lead; font.bold: true; color: Theme.harbour; topPadding: Theme.px(8) }
                Words { visible: part.modelData.rows.length === 0; width: parent.width; text: part.modelData.none; color: Theme.soft }
                Repeater {
                    model: part.modelData.rows
                    StaffCard { required property var modelData; width: part.width; row: modelData; words: panel.t; onTaken: panel.rooms.take(modelData.kind, modelData.id) }
                }
                Words { visible: part.modelData.more > 0; width: parent.width; text: panel.t["cases_more"].replace("{count}", part.modelData.more); font.pixelSize: Theme.small; color: Theme.soft }
            }
        }
    }
}
