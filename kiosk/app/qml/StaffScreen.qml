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
    Keys.onEscapePressed: screen.app.finish()
    Rectangle { anchors.fill: parent; color: Theme.paper }
    MouseArea { anchors.fill: parent }
    Item {
        id: bar
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
            PillButton { text: screen.app.chinese ? "English" : "中文"; icon: "globe"; size: Theme.small; narrow: true; fill: Theme.card; edge: Theme.line; colour: Theme.harbour; onTouched: screen.app.speak(screen.app.chinese ? "en" : "zh") }
            PillButton { text: screen.t[screen.mode.state === "inside" ? "mode_leave" : "back"]; icon: screen.mode.state === "inside" ? "exit" : "back"; size: Theme.small; narrow: true; fill: Theme.harbourPale; colour: Theme.harbour; onTouched: screen.app.finish() }
        }
    }
    Loader {
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: parent.bottom; margins: screen.m; topMargin: Theme.gap }
        focus: true
        sourceComponent: ({ "inside": rooms, "pin": pad, "unset": shut, "broken": shut })[screen.mode.state] || null
    }
    Component { id: pad; StaffPad { app: screen.app } }
    Component { id: rooms; StaffRooms { app: screen.app } }
    Component { id: shut; StaffShut { app: screen.app } }
}
