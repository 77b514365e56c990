import QtQuick
import QtQuick.Window
import "."

// The window. In full screen it is the shopper's: it covers everything, and only the program closes it (see kiosk/app/guard.py).
Window {
    id: root
    required property var app
    property int startWidth: Math.min(Screen.height > Screen.width ? 1080 : 1920, Screen.desktopAvailableWidth)
    property int startHeight: Math.min(Screen.height > Screen.width ? 1920 : 1080, Screen.desktopAvailableHeight)
    property bool fullScreen: false
    property bool leaving: false
    // A screen that does not know its size tells nonsense: then as dense as a panel of 21.5 inches with 1080 lines.
    property real dotsPerMm: Screen.pixelDensity > 1.5 && Screen.pixelDensity < 12 ? Screen.pixelDensity : 4
    readonly property bool alarmed: app.staff.emergency
    readonly property bool counting: app.idle.countdown > 0
    width: startWidth
    height: startHeight
    visibility: fullScreen ? Window.FullScreen : Window.Windowed
    flags: fullScreen ? Qt.Window | Qt.FramelessWindowHint | Qt.WindowStaysOnTopHint : Qt.Window
    visible: true
    title: app.shop
    color: Theme.paper
    onClosing: (close) => { close.accepted = !fullScreen || leaving }
    Binding { target: Theme; property: "portrait"; value: root.height > root.width }
    Binding { target: Theme; property: "scale"; value: Math.max(0.3, Math.min(root.width, root.height) / 1080) }
    Binding { target: Theme; property: "dotsPerMm"; value: root.dotsPerMm }
    Binding { target: Theme; property: "textScale"; value: root.app.looks.scale }
    Binding { target: Theme; property: "strong"; value: root.app.looks.strong }
    Binding { target: Theme; property: "still"; value: root.app.looks.still }
    Loader {
        id: visit
        objectName: "visit"
        readonly property bool on: root.app.screen === "visit"
        property bool rested: true
        property bool begun: false
        readonly property bool may: rested && root.app.ready && root.app.screen === "attract"
        anchors.fill: parent
        // Made while nobody is there, piece by piece between frames, so that the first touch need not wait for it; after a visit it is made anew.
        // Once begun it is made to its end, whatever comes up meanwhile: of one that is thrown away half-made the parts go before what is bound to them.
        active: on || begun
        asynchronous: !on
        onMayChanged: if (may) begun = true
        onOnChanged: if (!on) { begun = false; rested = false; again.restart() }
        visible: on && !root.alarmed
        enabled: !root.counting
        focus: on && !root.alarmed && !root.counting
        sourceComponent: VisitScreen { app: root.app }
        Timer { id: again; interval: 1000; onTriggered: visit.rested = true }
    }
    Loader {
        anchors.fill: parent
        active: root.app.screen === "staff"
        enabled: !root.counting
        focus: root.app.screen === "staff" && !root.counting
        sourceComponent: StaffScreen { app: root.app }
    }
    Loader {
        anchors.fill: parent
        active: root.app.screen === "first"
        enabled: !root.counting
        focus: root.app.screen === "first" && !root.counting
        sourceComponent: FirstStartScreen { app: root.app }
    }
    AttractScreen { anchors.fill: parent; app: root.app; visible: root.app.screen === "attract" && !root.alarmed }
    EmergencyScreen { anchors.fill: parent; app: root.app; visible: root.alarmed; enabled: !root.counting }
    Loader { anchors.fill: parent; active: root.counting; sourceComponent: StillThere { app: root.app } }
    // Where the screen itself cannot be dimmed; what is below it takes the touches.
    Rectangle { objectName: "veil"; anchors.fill: parent; color: "#000000"; opacity: root.app.brightness.veil; visible: opacity > 0 && !root.alarmed }
}
