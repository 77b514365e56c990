import QtQuick
import "."

// Before the first answer, and where an answer has nothing to show.
Item {
    id: panel
    required property var app
    readonly property real room: height - told.height - Theme.px(60)
    Column {
        anchors.centerIn: parent
        width: parent.width
        spacing: Theme.px(44)
        Shelf { visible: panel.room > panel.width * 0.22; anchors.horizontalCenter: parent.horizontalCenter; tiers: panel.room > panel.width * 0.42 ? 2 : 1; width: Math.min(parent.width * 0.94, Theme.px(940)) }
        Column {
            id: told
            width: parent.width
            spacing: Theme.px(18)
            Words { width: parent.width; text: panel.app.words["welcome_sub"]; font.pixelSize: Theme.large; font.bold: true; color: Theme.harbour; horizontalAlignment: Text.AlignHCenter }
            Words { visible: panel.app.tongue.foreign; width: parent.width; text: panel.app.words["questions_in"]; color: Theme.soft; horizontalAlignment: Text.AlignHCenter }
        }
    }
}
