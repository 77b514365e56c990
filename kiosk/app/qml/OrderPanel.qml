import QtQuick
import "."

// The shop's order form as it fills in: a row a field with what was understood; a touch on a row shows what it can be.
Scroll {
    id: panel
    required property var app
    readonly property var t: app.words
    readonly property var note: app.talk.note
    readonly property var rows: note.kind === "order" ? note.rows : []
    property string open: ""
    name: t["more"]
    contentHeight: card.height
    onNoteChanged: open = ""
    Rectangle {
        id: card
        width: panel.width - (panel.longer ? Theme.px(14) : 0)
        height: column.implicitHeight + Theme.px(64)
        radius: Theme.radius
        color: Theme.card
        border { color: Theme.line; width: Theme.px(2) }
        Column {
            id: column
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(32) }
            spacing: Theme.px(16)
            Row {
                width: parent.width
                spacing: Theme.px(18)
                Icon { id: icon; name: "list"; colour: Theme.harbour; size: Theme.px(52); anchors.verticalCenter: parent.verticalCenter }
                Words { width: parent.width - icon.width - parent.spacing; text: panel.note.title || ""; font.pixelSize: Theme.lead; font.bold: true; color: Theme.harbour; anchors.verticalCenter: parent.verticalCenter }
            }
            Repeater {
                model: panel.rows
                Column {
                    id: row
                    required property var modelData
                    readonly property bool unfolded: panel.open === modelData.id || (modelData.needed && panel.open === "")
                    width: column.width
                    spacing: Theme.px(12)
                    Rectangle {
                        width: parent.width
                        height: Math.max(facts.implicitHeight + Theme.px(24), change.height)
                        radius: Theme.px(16)
                        color: row.modelData.needed ? Theme.sunPale : Theme.card
                        border { color: row.modelData.needed ? Theme.sun : Theme.line; width: Theme.px(row.modelData.needed ? 3 : 1) }
                        Column {
                            id: facts
                            anchors { left: parent.left; right: change.left; verticalCenter: parent.verticalCenter; leftMargin: Theme.px(24); rightMargin: Theme.px(16) }
                            Words { width: parent.width; text: row.modelData.label; font.pixelSize: Theme.small; color: row.modelData.needed ? Theme.ink : Theme.soft }
                            Words { width: parent.width; text: row.modelData.said || row.modelData.ask || "–"; font.weight: Font.DemiBold }
                        }
                        PillButton {
                            id: change
                            anchors { right: parent.right; rightMargin: Theme.px(4); verticalCenter: parent.verticalCenter }
                            text: panel.t[row.modelData.said ? "case_change" : "order_choose"]
                            name: text + ": " + row.modelData.label
                            size: Theme.small
                            narrow: true
                            fill: Theme.card
                            colour: Theme.harbour
                            onTouched: panel.open = row.unfolded ? "none" : row.modelData.id
                        }
                    }
                    Flow {
                        visible: row.unfolded
                        width: parent.width
                        spacing: Theme.px(14)
                        Repeater {
                            model: row.unfolded ? row.modelData.values : []
                            PillButton {
                                required property string modelData
                                text: modelData
                                size: Theme.small
                                narrow: true
                                fill: Theme.harbourPale
                                colour: Theme.harbour
                                width: Math.min(implicitWidth, column.width)
                                onTouched: panel.app.talk.ask(panel.t["say_order"].replace("{name}", modelData))
                            }
                        }
                    }
                }
            }
            Words { width: parent.width; text: panel.t["order_note"]; font.pixelSize: Theme.small; color: Theme.soft }
        }
    }
}
