import QtQuick
import "."

// Staff mode: the door with its PIN pad, and behind it the rooms. Its back button leads to the attract screen at any time.
FocusScope {
    id: screen
    required property var app
    readonly property var mode: app.mode
    readonly property var t: app.words
    readonly property int m: Theme.margin
    focus: true
    Keys.onEscapePressed: { if (bar.open !== "") bar.open = ""; else screen.app.finish() }
    Rectangle { anchors.fill: parent; color: Theme.paper }
    MouseArea { anchors.fill: parent }
    Item {
        id: bar
        property string open: ""
        enabled: !screen.app.keyboard.visible
        x: screen.m
        y: screen.m
        width: parent.width - 2 * screen.m
        height: Math.max(Theme.touch, heading.implicitHeight)
        Icon { id: lock; name: "lock"; colour: Theme.harbour; size: Theme.text(48); anchors.verticalCenter: parent.verticalCenter }
        Words { id: heading; anchors { left: lock.right; leftMargin: Theme.px(18); right: tools.left; rightMargin: Theme.px(12); verticalCenter: parent.verticalCenter } text: screen.t["door"]; font.pixelSize: Theme.large; font.bold: true; color: Theme.harbour }
        Row {
            id: tools
            spacing: Theme.px(12)
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            LanguageButton { app: screen.app; onUnfolded: bar.open = bar.open === "" ? "languages" : "" }
            PillButton { text: screen.t[screen.mode.state === "inside" ? "mode_leave" : "back"]; icon: screen.mode.state === "inside" ? "exit" : "back"; size: Theme.small; narrow: true; fill: Theme.harbourPale; colour: Theme.harbour; onTouched: screen.app.finish() }
        }
    }
    Loader {
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom; margins: screen.m; topMargin: Theme.gap }
        focus: true
        enabled: bar.open === ""
        sourceComponent: ({ "inside": rooms, "pin": pad, "unset": shut, "broken": shut })[screen.mode.state] || null
    }
    MouseArea { anchors.fill: parent; z: 2; visible: bar.open !== ""; onClicked: bar.open = "" }
    LanguagePopup { app: screen.app; bar: bar; visible: bar.open !== "" }
    Component { id: pad; StaffPad { app: screen.app } }
    Component { id: rooms; StaffRooms { app: screen.app } }
    Component { id: shut; StaffShut { app: screen.app } }
}
