import QtQuick
import "."

// A case while it is told: what was understood, field by field, what is asked for now, what could still be said; and the two ways on.
Scroll {
    id: panel
    required property var app
    readonly property var t: app.words
    readonly property var note: app.talk.note
    readonly property var rows: note.kind === "case" ? note.rows : []
    readonly property var open: rows.filter(row => row.said === "" && !row.asked && !row.first)
    name: t["more"]
    contentHeight: card.height
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
            spacing: Theme.px(20)
            Row {
                width: parent.width
                spacing: Theme.px(18)
                Icon { id: icon; name: "note"; colour: Theme.harbour; size: Theme.px(52); anchors.verticalCenter: parent.verticalCenter }
                Words { width: parent.width - icon.width - parent.spacing; text: panel.t[panel.note.ready ? "case_ready" : "case_title"] + " · " + (panel.note.title || ""); font.pixelSize: Theme.lead; font.bold: true; color: Theme.harbour; anchors.verticalCenter: parent.verticalCenter }
            }
            Repeater {
                model: panel.rows.filter(row => row.said !== "" || row.asked)
                Rectangle {
                    id: row
                    required property var modelData
                    Component.onCompleted: if (modelData.asked) Qt.callLater(panel.reveal, row)
                    width: column.width
                    height: Math.max(facts.implicitHeight + Theme.px(24), change.visible ? change.height : 0)
                    radius: Theme.px(16)
                    color: modelData.asked ? Theme.sunPale : Theme.card
                    border { color: modelData.asked ? Theme.sun : Theme.line; width: Theme.px(modelData.asked ? 3 : 1) }
                    Column {
                        id: facts
                        anchors { left: parent.left; right: change.visible ? change.left : parent.right; verticalCenter: parent.verticalCenter; leftMargin: Theme.px(24); rightMargin: Theme.px(16) }
                        Words { width: parent.width; text: row.modelData.label; font.pixelSize: Theme.small; color: row.modelData.asked ? Theme.ink : Theme.soft }
                        Words { width: parent.width; text: row.modelData.said || row.modelData.ask; font.weight: Font.DemiBold; maximumLineCount: 4 }
                    }
                    PillButton {
                        id: change
                        visible: !row.modelData.first && !row.modelData.asked
                        anchors { right: parent.right; rightMargin: Theme.px(4); verticalCenter: parent.verticalCenter }
                        text: panel.t["case_change"]
                        name: panel.t["case_change"] + ": " + row.modelData.label
                        size: Theme.small
                        narrow: true
                        fill: Theme.card
                        colour: Theme.harbour
                        onTouched: panel.app.talk.ask(row.modelData.label)
                    }
                }
            }
            Flow {
                visible: panel.open.length > 0
                width: parent.width
                spacing: Theme.px(14)
                Repeater {
                    model: panel.open
                    PillButton {
                        required property var modelData
                        text: modelData.label
                        name: panel.t["case_add"].replace("{name}", modelData.label)
                        icon: "plus"
                        size: Theme.small
                        narrow: true
                        fill: Theme.harbourPale
                        colour: Theme.harbour
                        width: Math.min(implicitWidth, column.width)
                        onTouched: panel.app.talk.ask(modelData.label)
                    }
                }
            }
            Flow {
                width: parent.width
                spacing: Theme.px(18)
                PillButton { text: panel.t["case_yes"]; icon: "check"; least: Theme.primary; width: Math.min(implicitWidth, column.width); onTouched: panel.app.talk.ask(panel.t["say_note"]) }
                PillButton { text: panel.t["case_no"]; icon: "close"; least: Theme.primary; fill: Theme.card; edge: Theme.line; colour: Theme.harbour; width: Math.min(implicitWidth, column.width); onTouched: panel.app.talk.ask(panel.t["say_no"]) }
            }
            Words { width: parent.width; text: panel.t["case_note"]; font.pixelSize: Theme.small; color: Theme.soft }
        }
    }
}
