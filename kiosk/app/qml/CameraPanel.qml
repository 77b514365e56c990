import QtQuick
import "."

// Showing something: a mirror, and one touch that asks what it is.
Rectangle {
    id: panel
    required property var app
    radius: Theme.radius
    color: Theme.dark
    clip: true
    Image {
        id: mirror
        anchors { fill: parent; margins: Theme.px(8) }
        fillMode: Image.PreserveAspectCrop
        cache: false
        sourceSize: Qt.size(width, height)  // in which the camera's thread makes it ready
        source: panel.app.camera.active ? "image://camera/" + panel.app.camera.serial : ""
    }
    Rectangle {
        anchors.centerIn: parent
        anchors.verticalCenterOffset: -Theme.px(40)
        width: Math.min(parent.width, parent.height) * 0.62
        height: width
        color: "transparent"
        radius: Theme.px(40)
        border.color: Theme.sun
        border.width: Theme.px(6)
        opacity: 0.9
    }
    Rectangle {
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: Math.max(words.implicitHeight, close.height) + Theme.px(40)
        color: Theme.strong ? Theme.dark : "#E6132427"
        Column {
            id: words
            anchors { left: parent.left; right: close.left; verticalCenter: parent.verticalCenter; leftMargin: Theme.px(36); rightMargin: Theme.px(20) }
            Words { width: parent.width; text: panel.app.words["camera_title"]; color: Theme.white; font.pixelSize: Theme.lead; font.bold: true }
            Words { width: parent.width; text: panel.app.words["camera_sub"]; color: Theme.white; font.pixelSize: Theme.small }
        }
        RoundButton { id: close; icon: "close"; name: panel.app.words["close"]; anchors { right: parent.right; rightMargin: Theme.px(28); verticalCenter: parent.verticalCenter } onTouched: panel.app.stopLooking() }
    }
    PillButton {
        anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.px(40) }
        least: Theme.primary
        text: panel.app.words["what_is_this"]
        icon: "camera"
        fill: Theme.sun
        colour: Theme.ink
        size: Theme.lead
        usable: panel.app.camera.serial > 0
        onTouched: panel.app.identify()
    }
}
