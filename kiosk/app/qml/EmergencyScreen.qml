import QtQuick
import "."

// Danger to people: light, bell, the number to ring, and the truth about whether anybody has answered.
Rectangle {
    id: screen
    required property var app
    readonly property bool tall: Theme.portrait
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
            running: screen.visible && !Theme.still
            loops: Animation.Infinite
            NumberAnimation { to: 1; duration: 120 }
            PauseAnimation { duration: 380 }
            NumberAnimation { to: 0.12; duration: 120 }
            PauseAnimation { duration: 380 }
        }
    }
    Scroll {
        id: told
        anchors { left: parent.left; right: parent.right; top: parent.top; bottom: ways.top; margins: Theme.px(screen.tall ? 100 : 56); bottomMargin: Theme.px(16) }
        contentHeight: column.height
        Column {
            id: column
            width: parent.width
            y: Math.max(0, (told.height - height) / 2)
            spacing: Theme.px(Theme.portrait ? 34 : 16)
            Icon { name: "bell"; colour: Theme.white; size: Theme.px(Theme.portrait ? 200 : 110); anchors.horizontalCenter: parent.horizontalCenter }
            Words { width: parent.width; text: screen.app.words["emergency"]; color: Theme.white; font.pixelSize: Theme.huge; font.bold: true; horizontalAlignment: Text.AlignHCenter }
            Words { width: parent.width; text: screen.app.words["emergency_call"]; color: Theme.white; font.pixelSize: Theme.text(screen.tall ? 40 : 34); horizontalAlignment: Text.AlignHCenter }
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
            Words { width: parent.width; text: screen.app.words[screen.app.sound.available ? "emergency_bell" : "emergency_light"]; color: Theme.white; font.pixelSize: Theme.text(screen.tall ? 36 : 30); horizontalAlignment: Text.AlignHCenter }
            Words { width: parent.width; text: screen.app.words[screen.coming ? "emergency_coming" : "emergency_waiting"]; color: screen.coming ? Theme.white : Theme.sunPale; font.pixelSize: Theme.text(screen.tall ? 42 : 36); font.bold: true; horizontalAlignment: Text.AlignHCenter }
            Words { width: parent.width; visible: !screen.app.sound.available; text: screen.app.words["emergency_silent"]; color: Theme.white; font.pixelSize: Theme.text(screen.tall ? 32 : 28); horizontalAlignment: Text.AlignHCenter }
        }
    }
    Flow {
        id: ways
        anchors { bottom: parent.bottom; bottomMargin: Theme.px(64); horizontalCenter: parent.horizontalCenter }
        width: parent.width - Theme.px(screen.tall ? 260 : 160)
        spacing: Theme.px(24)
        readonly property real each: screen.tall || !stop.visible ? width : (width - spacing) / 2
        PillButton { id: stop; visible: screen.app.sound.ringing; width: ways.each; least: Theme.primary; text: screen.app.words["emergency_stop"]; icon: "mute"; fill: Theme.alarmDark; edge: Theme.white; onTouched: screen.app.sound.quiet() }
        PillButton { width: ways.each; least: Theme.primary; text: screen.app.words["emergency_over"]; fill: Theme.alarmDark; edge: Theme.white; onTouched: screen.app.staff.stand_down() }
    }
}
