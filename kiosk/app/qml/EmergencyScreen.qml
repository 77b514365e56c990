import QtQuick
import "."

// Danger to people: light, bell, the number to ring, and the truth about whether anybody has answered.
Rectangle {
    id: screen
    required property var app
    readonly property bool coming: app.staff.state === "coming"
    color: Theme.alarm
    MouseArea { anchors.fill: parent }
    // The light: once a second and never faster, because quicker flashes can set off a seizure.
    Rectangle {
        anchors.fill: parent
        color: "transparent"
        border.color: Theme.white
        border.width: Theme.px(36)
        SequentialAnimation on opacity {
            running: screen.visible
            loops: Animation.Infinite
            NumberAnimation { to: 1; duration: 120 }
            PauseAnimation { duration: 380 }
            NumberAnimation { to: 0.12; duration: 120 }
            PauseAnimation { duration: 380 }
        }
    }
    Column {
        anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; verticalCenterOffset: -Theme.px(Theme.portrait ? 90 : 70); margins: Theme.px(110) }
        spacing: Theme.px(Theme.portrait ? 34 : 16)
        Icon { name: "bell"; colour: Theme.white; size: Theme.px(Theme.portrait ? 200 : 110); anchors.horizontalCenter: parent.horizontalCenter }
        Words { width: parent.width; text: screen.app.words["emergency"]; color: Theme.white; font.pixelSize: Theme.huge; font.bold: true; horizontalAlignment: Text.AlignHCenter }
        Words { width: parent.width; text: screen.app.words["emergency_call"]; color: Theme.white; font.pixelSize: Theme.px(40); horizontalAlignment: Text.AlignHCenter }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: number.implicitWidth + Theme.px(160)
            height: Theme.px(Theme.portrait ? 270 : 190)
            radius: Theme.px(48)
            color: Theme.white
            Row {
                id: number
                anchors.centerIn: parent
                spacing: Theme.px(36)
                Icon { name: "phone"; colour: Theme.alarm; size: Theme.px(120); anchors.verticalCenter: parent.verticalCenter }
                Words { text: screen.app.staff.number; color: Theme.alarm; font.pixelSize: Theme.px(Theme.portrait ? 190 : 140); font.bold: true; wrapMode: Text.NoWrap; anchors.verticalCenter: parent.verticalCenter }
            }
        }
        Words { width: parent.width; text: screen.app.words[screen.app.sound.available ? "emergency_bell" : "emergency_light"]; color: Theme.white; font.pixelSize: Theme.px(36); horizontalAlignment: Text.AlignHCenter }
        Words { width: parent.width; text: screen.app.words[screen.coming ? "emergency_coming" : "emergency_waiting"]; color: screen.coming ? Theme.white : Theme.sun; font.pixelSize: Theme.px(42); font.bold: true; horizontalAlignment: Text.AlignHCenter }
        Words { width: parent.width; visible: !screen.app.sound.available; text: screen.app.words["emergency_silent"]; color: Theme.white; font.pixelSize: Theme.body; horizontalAlignment: Text.AlignHCenter }
    }
    Flow {
        anchors { bottom: parent.bottom; bottomMargin: Theme.px(84); horizontalCenter: parent.horizontalCenter }
        width: Math.min(parent.width - Theme.px(200), Theme.portrait ? Theme.px(820) : over.implicitWidth + stop.implicitWidth + Theme.px(60))
        spacing: Theme.px(28)
        PillButton { id: stop; visible: screen.app.sound.ringing; width: Theme.portrait ? parent.width : implicitWidth; text: screen.app.words["emergency_stop"]; icon: "mute"; fill: Theme.alarmDark; onTouched: screen.app.sound.quiet() }
        PillButton { id: over; width: Theme.portrait ? parent.width : implicitWidth; text: screen.app.words["emergency_over"]; fill: Theme.alarmDark; onTouched: screen.app.staff.stand_down() }
    }
}
