import QtQuick
import "."

// The state of a call, as it is: called, or somebody is coming because they said so.
Rectangle {
    id: banner
    required property var app
    readonly property bool coming: app.staff.state === "coming"
    implicitHeight: words.implicitHeight + Theme.px(40)
    radius: Theme.radius
    color: coming ? Theme.leaf : Theme.sun
    Icon { id: icon; name: banner.coming ? "check" : "staff"; colour: banner.coming ? Theme.white : Theme.ink; size: Theme.px(58); anchors { left: parent.left; leftMargin: Theme.px(30); verticalCenter: parent.verticalCenter } }
    Column {
        id: words
        anchors { left: icon.right; right: parent.right; leftMargin: Theme.px(24); rightMargin: Theme.px(30); verticalCenter: parent.verticalCenter }
        Words { width: parent.width; text: banner.app.words[banner.coming ? "staff_coming" : "staff_waiting"]; font.pixelSize: Theme.text(36); font.bold: true; color: banner.coming ? Theme.white : Theme.ink }
        Words { width: parent.width; text: banner.coming ? banner.app.words["staff_coming_sub"] : banner.app.words["staff_waiting_sub"].replace("{desk}", banner.app.desk); font.pixelSize: Theme.small; color: banner.coming ? Theme.white : Theme.ink }
    }
}
