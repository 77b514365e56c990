import QtQuick
import "."

// What the doctor found on this machine, and how to mend it; what needs attention first.
Item {
    id: panel
    required property var app
    readonly property var rooms: app.mode.rooms
    readonly property var t: app.words
    readonly property int ill: rooms.findings.filter((row) => row.state !== "ok").length
    readonly property var looks: ({ "ok": { icon: "check", fill: Theme.harbourPale, colour: Theme.harbour }, "warning": { icon: "warning", fill: Theme.sunPale, colour: Theme.ink } })
    readonly property var bad: ({ icon: "close", fill: Theme.coral, colour: Theme.white })
    Item {
        id: head
        width: parent.width
        height: Math.max(again.height, summary.implicitHeight)
        Words {
            id: summary
            anchors { left: parent.left; right: again.left; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
            text: panel.rooms.looking ? panel.t["machine_looking"] : !panel.rooms.known ? "" : panel.ill ? panel.t["machine_count"].replace("{count}", panel.ill).replace("{all}", panel.rooms.findings.length) : panel.t["machine_well"]
            font.bold: true
            color: Theme.harbour
        }
        PillButton { id: again; anchors { right: parent.right; verticalCenter: parent.verticalCenter } text: panel.t["machine_look"]; icon: "again"; size: Theme.small; narrow: true; fill: Theme.harbourPale; colour: Theme.harbour; usable: !panel.rooms.looking; onTouched: panel.rooms.examine() }
    }
    Scroll {
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom; topMargin: Theme.gap }
        name: panel.t["mode_machine"]
        contentHeight: column.height
        Column {
            id: column
            width: parent.width - Theme.px(16)
            spacing: Theme.px(12)
            Repeater {
                model: panel.rooms.findings
                Rectangle {
                    id: row
                    required property var modelData
                    readonly property var look: panel.looks[modelData.state] || panel.bad
                    width: column.width
                    height: facts.implicitHeight + Theme.px(36)
                    radius: Theme.radius
                    color: Theme.card
                    border { color: Theme.line; width: Theme.px(2) }
                    Column {
                        id: facts
                        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: Theme.gap; rightMargin: Theme.gap }
                        spacing: Theme.px(6)
                        Flow {
                            width: parent.width
                            spacing: Theme.px(16)
                            Words { text: row.modelData.name; font.bold: true; wrapMode: Text.NoWrap }
                            Badge { most: facts.width; text: row.modelData.said; icon: row.look.icon; fill: row.look.fill; colour: row.look.colour; size: Theme.small }
                        }
                        Words { width: parent.width; text: row.modelData.what; font.pixelSize: Theme.small; color: Theme.soft; wrapMode: Text.Wrap }
                        Words { visible: text !== ""; width: parent.width; text: row.modelData.mend; font.pixelSize: Theme.small; wrapMode: Text.Wrap }
                    }
                }
            }
        }
    }
}
