import QtQuick
import "."

// The last seconds before a visit is forgotten. Any touch beside the buttons, and any letter, means "more time".
Rectangle {
    id: veil
    required property var app
    color: Theme.veil
    Component.onCompleted: more.takeKeys()
    Keys.onPressed: (event) => { if (event.text.length === 1 && event.text > " ") { veil.app.stay(); event.accepted = true } }
    MouseArea { anchors.fill: parent; onClicked: veil.app.stay() }
    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width - 2 * Theme.margin, Theme.text(900))
        height: column.implicitHeight + Theme.px(112)
        radius: Theme.px(40)
        color: Theme.paper
        Column {
            id: column
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.px(56) }
            spacing: Theme.px(28)
            Words { width: parent.width; text: veil.app.words["still_there"]; font.pixelSize: Theme.title; font.bold: true; horizontalAlignment: Text.AlignHCenter }
            Words { width: parent.width; text: veil.app.idle.countdown; font.pixelSize: Theme.px(150); font.bold: true; color: Theme.harbour; horizontalAlignment: Text.AlignHCenter }
            Words { width: parent.width; text: veil.app.words[({ "staff": "mode_closing", "first": "first_closing" })[veil.app.screen] || "still_there_sub"].replace("{seconds}", veil.app.idle.countdown); color: Theme.soft; horizontalAlignment: Text.AlignHCenter }
            Badge { visible: veil.app.listening.open === true; text: veil.app.words["listening"]; icon: "mic"; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small; anchors.horizontalCenter: parent.horizontalCenter }
            PillButton { id: more; width: parent.width; least: Theme.primary; text: veil.app.words["still_here"]; size: Theme.lead; onTouched: veil.app.stay() }
            PillButton { width: parent.width; text: veil.app.words["finish"]; fill: Theme.shade; colour: Theme.ink; onTouched: veil.app.finish() }
        }
    }
}
