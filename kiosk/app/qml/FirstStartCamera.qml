import QtQuick
import "."

// Which camera, with its picture.
FirstStartChoices {
    id: panel
    readonly property var camera: first.trial.camera
    readonly property bool off: first.choices.some((c) => c.chosen && c.value === "-1")
    Words { width: parent.width; text: panel.t[panel.off ? "first_camera_off" : "first_camera_sub"]; color: Theme.soft }
    Rectangle {
        visible: !panel.off
        width: Math.min(parent.width, Theme.px(Theme.portrait ? 820 : 600))
        height: width * 0.62
        radius: Theme.radius
        color: Theme.dark
        clip: true
        Image {
            anchors { fill: parent; margins: Theme.px(8) }
            fillMode: Image.PreserveAspectFit
            cache: false
            source: panel.camera.active ? "image://trial/" + panel.camera.serial : ""
        }
    }
    PillButton {
        visible: !panel.off
        width: parent.width
        chosen: panel.first.presence
        text: panel.t["first_presence"]
        icon: chosen ? "check" : ""
        fill: chosen ? Theme.harbour : Theme.card
        edge: Theme.line
        colour: chosen ? Theme.white : Theme.harbour
        onTouched: panel.first.watch(!chosen)
    }
    Words { visible: !panel.off; width: parent.width; text: panel.t["first_presence_sub"]; font.pixelSize: Theme.small; color: Theme.soft }
}
