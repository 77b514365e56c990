import QtQuick
import "."

// What happens to what one says here, and, where the camera looks whether somebody comes, that it does; whoever does not like it switches it off.
Rectangle {
    id: note
    required property var app
    property real most: 10000
    readonly property var t: app.words
    readonly property var presence: app.presence
    readonly property bool watched: presence.looking || presence.off
    implicitHeight: Math.min(most, head.height + words.implicitHeight + Theme.px(48))
    radius: Theme.radius
    color: Theme.harbourPale
    Icon { id: icon; name: "shield"; colour: Theme.harbour; size: Theme.px(64); anchors { left: parent.left; leftMargin: Theme.px(32); verticalCenter: parent.verticalCenter } }
    Item {
        id: head
        anchors { left: icon.right; right: parent.right; top: parent.top; leftMargin: Theme.px(26); rightMargin: Theme.px(32); topMargin: Theme.px(24) }
        height: Math.max(title.height, choice.visible ? choice.height + Theme.px(8) : 0)
        Column {
            id: title
            anchors { left: parent.left; right: choice.visible ? choice.left : parent.right; rightMargin: choice.visible ? Theme.gap : 0; verticalCenter: parent.verticalCenter }
            spacing: Theme.px(6)
            Badge { text: note.presence.looking ? note.t["camera_on"] : ""; icon: "camera"; fill: Theme.sunPale; size: Theme.small }
            Words { visible: note.presence.off; width: parent.width; text: note.t["presence_is_off"]; font.pixelSize: Theme.small; color: Theme.ink }
            Words { width: parent.width; text: note.t["privacy_title"]; font.weight: Font.Bold; font.pixelSize: Theme.text(29); color: Theme.harbour }
        }
        PillButton {
            id: choice
            visible: note.watched
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            width: Math.min(implicitWidth, parent.width * 0.5)
            narrow: true
            size: Theme.small
            text: note.t[note.presence.off ? "presence_on" : "presence_off"]
            fill: Theme.card
            edge: Theme.line
            colour: Theme.harbour
            onTouched: note.presence.turn(note.presence.off)
        }
    }
    Scroll {
        anchors { left: head.left; right: head.right; top: head.bottom; bottom: parent.bottom; bottomMargin: Theme.px(24) }
        name: note.t["privacy_title"]
        contentHeight: words.implicitHeight
        Column {
            id: words
            width: parent.width - Theme.px(16)
            spacing: Theme.px(8)
            Words { visible: note.presence.looking; width: parent.width; text: note.t[note.presence.listens ? "presence_note" : "presence_note_quiet"]; font.pixelSize: Theme.small; color: Theme.ink }
            Words { width: parent.width; text: note.t["privacy"]; font.pixelSize: Theme.small; color: Theme.ink }
        }
    }
}
