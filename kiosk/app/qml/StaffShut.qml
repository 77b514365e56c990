import QtQuick
import "."

// The door cannot be opened: no PIN is set, or it cannot be checked. Says how a technician sets one.
Item {
    id: panel
    required property var app
    readonly property var t: app.words
    readonly property bool unset: app.mode.state === "unset"
    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width, Theme.text(760))
        spacing: Theme.gap
        Icon { name: panel.unset ? "lock" : "warning"; colour: Theme.harbour; size: Theme.px(120); anchors.horizontalCenter: parent.horizontalCenter }
        Words { width: parent.width; text: panel.t[panel.unset ? "door_unset" : "door_broken"]; font.pixelSize: Theme.large; font.bold: true; horizontalAlignment: Text.AlignHCenter }
        Words { width: parent.width; text: panel.t["door_unset_how"]; color: Theme.soft; horizontalAlignment: Text.AlignHCenter }
        Words { width: parent.width; text: "kiosk ui first-start"; font.bold: true; color: Theme.harbour; horizontalAlignment: Text.AlignHCenter }
    }
}
