import QtQuick
import "."

// What the answer rests on: the shop's own sentence, or the state of a case with its number.
Scroll {
    id: panel
    required property var app
    signal taken()
    readonly property var note: app.talk.note
    readonly property bool ticket: note.kind === "ticket"
    readonly property string photo: !ticket ? "" : app.photo.kept.includes(note.number) ? "kept" : note.photo || ""
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
            Item {
                visible: panel.ticket
                width: parent.width
                height: beside ? Math.max(figures.height, code.height) : figures.height
                readonly property bool beside: width > code.width + Theme.text(300) + Theme.gap
                Column {
                    id: figures
                    width: parent.beside ? parent.width - code.width - Theme.gap : parent.width
                    anchors.verticalCenter: parent.verticalCenter
                    spacing: Theme.px(20)
                    Words { width: parent.width; text: panel.note.number || ""; font.pixelSize: Theme.text(96); font.bold: true; color: Theme.harbour }
                    Words { width: parent.width; text: panel.note.opened || ""; color: Theme.soft }
                }
                Rectangle {
                    id: code
                    visible: parent.beside
                    anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                    width: Theme.mm(45) + 57  // of at most 57 modules each a whole number of pixels: never smaller than 45 mm
                    height: width
                    color: "#FFFFFF"
                    Image {
                        anchors.centerIn: parent
                        fillMode: Image.Pad
                        smooth: false
                        cache: false
                        sourceSize: Qt.size(code.width, code.width)
                        source: code.visible && panel.app.talk.ticketText ? "image://code/" + encodeURIComponent(panel.app.talk.ticketText) : ""
                        Accessible.role: Accessible.Graphic
                        Accessible.name: panel.app.talk.ticketText
                    }
                }
            }
            Words { width: parent.width; text: panel.note.text || ""; font.pixelSize: panel.ticket ? Theme.body : Theme.lead; font.weight: Font.Medium; color: panel.note.taken ? Theme.leaf : Theme.ink }
            Flow {
                visible: panel.photo !== ""
                width: parent.width
                spacing: Theme.px(16)
                Words { visible: panel.photo === "wanted"; width: Math.min(implicitWidth, parent.width); height: Math.max(implicitHeight, add.height); verticalAlignment: Text.AlignVCenter; text: panel.t["photo_ask"]; font.weight: Font.DemiBold }
                PillButton { id: add; visible: panel.photo === "wanted"; width: Math.min(implicitWidth, parent.width); text: panel.t["photo_add"]; icon: "camera"; onTouched: panel.app.photo.begin(panel.note.number) }
                Badge { text: panel.photo === "kept" ? panel.t["photo_added"] : ""; icon: "check"; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small }
            }
            Words { width: parent.width; text: panel.t[panel.ticket ? "ticket_keep" : "policy_note"]; font.pixelSize: Theme.small; color: Theme.soft }
            PillButton { visible: panel.ticket; width: Math.min(implicitWidth, parent.width); text: panel.t["take"]; icon: "code"; fill: Theme.harbourPale; colour: Theme.harbour; onTouched: panel.taken() }
        }
    }
}
