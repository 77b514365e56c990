import QtQuick
import "."

// The last ten seconds before a visit is forgotten.
Rectangle {
    id: veil
    required property var app
    color: "#CC0A2827"
    MouseArea { anchors.fill: parent; onClicked: veil.app.stay() }
    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.px(900))
        height: column.implicitHeight + Theme.px(112)
        radius: Theme.px(40)
        color: Theme.paper
        Column {
            id: column
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(56) }
            spacing: Theme.px(28)
            Words { width: parent.width; text: veil.app.words["still_there"]; font.pixelSize: Theme.title; font.bold: true; horizontalAlignment: Text.AlignHCenter }
            Words { width: parent.width; text: veil.app.countdown; font.pixelSize: Theme.px(150); font.bold: true; color: Theme.harbour; horizontalAlignment: Text.AlignHCenter }
            Words { width: parent.width; text: veil.app.words["still_there_sub"].replace("{seconds}", veil.app.countdown); color: Theme.soft; horizontalAlignment: Text.AlignHCenter }
            PillButton { width: parent.width; implicitHeight: Theme.px(112); text: veil.app.words["still_here"]; size: Theme.px(38); onTouched: veil.app.stay() }
            PillButton { width: parent.width; text: veil.app.words["finish"]; fill: Theme.shade; colour: Theme.ink; onTouched: veil.app.finish() }
        }
    }
}
