import QtQuick
import "."

// What the answer rests on: the shop's own sentence, or the state of a case with its number.
Scroll {
    id: panel
    required property var app
    signal taken()
    readonly property var note: app.talk.note
    readonly property bool ticket: note.kind === "ticket"
    readonly property var t: app.words
    name: t["more"]
    contentHeight: card.height
    Rectangle {
        id: card
        width: panel.width
        height: column.implicitHeight + Theme.px(80)
        radius: Theme.radius
        color: Theme.card
        border { color: Theme.line; width: Theme.px(2) }
        Column {
            id: column
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(40) }
            spacing: Theme.px(20)
            Row {
                width: parent.width
                spacing: Theme.px(18)
                Icon { id: icon; name: panel.ticket ? "ticket" : "note"; colour: Theme.harbour; size: Theme.px(56); anchors.verticalCenter: parent.verticalCenter }
                Words { width: parent.width - icon.width - parent.spacing; text: panel.t[panel.ticket ? "ticket_title" : "policy_title"]; font.pixelSize: Theme.lead; font.bold: true; color: Theme.harbour; anchors.verticalCenter: parent.verticalCenter }
            }
            Words { visible: panel.ticket; width: parent.width; text: panel.note.number || ""; font.pixelSize: Theme.text(96); font.bold: true; color: Theme.harbour }
            Words { visible: panel.ticket; width: parent.width; text: panel.note.opened || ""; color: Theme.soft }
            Words { width: parent.width; text: panel.note.text || ""; font.pixelSize: panel.ticket ? Theme.body : Theme.lead; font.weight: Font.Medium; color: panel.note.taken ? Theme.leaf : Theme.ink }
            Words { width: parent.width; text: panel.t[panel.ticket ? "ticket_keep" : "policy_note"]; font.pixelSize: Theme.small; color: Theme.soft }
            PillButton { visible: panel.ticket; width: Math.min(implicitWidth, parent.width); text: panel.t["take"]; icon: "code"; fill: Theme.harbourPale; colour: Theme.harbour; onTouched: panel.taken() }
        }
    }
}
