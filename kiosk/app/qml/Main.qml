import QtQuick
import QtQuick.Window
import "."

Window {
    id: root
    required property var app
    property int startWidth: Math.min(Screen.height > Screen.width ? 1080 : 1920, Screen.desktopAvailableWidth)
    property int startHeight: Math.min(Screen.height > Screen.width ? 1920 : 1080, Screen.desktopAvailableHeight)
    property bool fullScreen: false
    width: startWidth
    height: startHeight
    visibility: fullScreen ? Window.FullScreen : Window.Windowed
    visible: true
    title: app.shop
    color: Theme.paper
    Binding { target: Theme; property: "portrait"; value: root.height > root.width }
    Binding { target: Theme; property: "scale"; value: Math.max(0.3, Math.min(root.width, root.height) / 1080) }
    Loader { anchors.fill: parent; active: root.app.screen === "visit"; sourceComponent: VisitScreen { app: root.app } }
    AttractScreen { anchors.fill: parent; app: root.app; visible: root.app.screen === "attract" }
    EmergencyScreen { anchors.fill: parent; app: root.app; visible: root.app.staff.emergency }
    Loader { anchors.fill: parent; active: root.app.countdown > 0; sourceComponent: StillThere { app: root.app } }
}
