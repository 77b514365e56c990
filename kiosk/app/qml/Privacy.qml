import QtQuick
import "."

// What happens to what one says here.
Rectangle {
    id: note
    required property var app
    implicitHeight: words.implicitHeight + Theme.px(48)
    radius: Theme.radius
    color: Theme.harbourPale
    Icon { id: icon; name: "shield"; colour: Theme.harbour; size: Theme.px(64); anchors { left: parent.left; leftMargin: Theme.px(32); verticalCenter: parent.verticalCenter } }
    Column {
        id: words
        anchors { left: icon.right; right: parent.right; leftMargin: Theme.px(26); rightMargin: Theme.px(32); verticalCenter: parent.verticalCenter }
        Words { width: parent.width; text: note.app.words["privacy_title"]; font.weight: Font.Bold; font.pixelSize: Theme.text(29); color: Theme.harbour }
        Words { width: parent.width; text: note.app.words["privacy"]; font.pixelSize: Theme.small; color: Theme.ink }
    }
}
