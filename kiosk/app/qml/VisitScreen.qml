import QtQuick
import "."

// A visit: captions, the panel, suggestions and the ways to ask. Portrait stacks them, landscape puts the panel beside the talk.
Rectangle {
    id: screen
    required property var app
    readonly property string panel: app.talk.panel
    readonly property int m: Theme.margin
    readonly property bool tall: Theme.portrait
    readonly property real talkWidth: tall ? width - 2 * m : (width - 3 * m) * 0.42
    readonly property real under: bar.y + bar.height + Theme.gap
    color: Theme.paper
    MouseArea { anchors.fill: parent; onClicked: screen.app.keyboard.hide() }
    TopBar { id: bar; app: screen.app; x: screen.m; y: screen.m; width: parent.width - 2 * screen.m; z: 3 }
    StaffBanner { id: staff; app: screen.app; visible: app.staff.state !== "none"; x: screen.m; y: screen.under; width: screen.talkWidth }
    Captions { id: captions; app: screen.app; x: screen.m; y: staff.visible ? staff.y + staff.height + Theme.gap : screen.under; width: screen.talkWidth }
    Item {
        id: panel
        x: screen.tall ? screen.m : 2 * screen.m + screen.talkWidth
        y: screen.tall ? captions.y + captions.height + Theme.gap : screen.under
        width: screen.tall ? screen.talkWidth : screen.width - x - screen.m
        height: (screen.tall ? chips.y - Theme.gap : screen.height - screen.m) - y
        Welcome { anchors.fill: parent; visible: screen.panel === "welcome"; app: screen.app }
        CardsPanel { anchors.fill: parent; visible: screen.panel === "cards"; app: screen.app }
        MapPanel { anchors.fill: parent; visible: screen.panel === "map"; app: screen.app }
        ListPanel { anchors.fill: parent; visible: screen.panel === "list"; app: screen.app }
        CameraPanel { anchors.fill: parent; visible: screen.panel === "camera"; app: screen.app }
    }
    Chips { id: chips; app: screen.app; most: screen.tall || screen.panel === "welcome" ? 6 : 4; x: screen.m; width: screen.talkWidth; y: ask.y - height - Theme.gap }
    AskBar { id: ask; app: screen.app; x: screen.m; width: screen.talkWidth; y: parent.height - height - screen.m }
    KeyboardPanel {
        id: keyboard
        app: screen.app
        width: parent.width
        z: 4
        visible: y < parent.height
        y: screen.app.keyboard.visible ? parent.height - height + Theme.radius : parent.height
        Behavior on y { NumberAnimation { duration: Theme.quick; easing.type: Easing.OutCubic } }
    }
}
