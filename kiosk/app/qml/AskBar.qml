import QtQuick
import "."

// The four ways to reach an answer: type, speak, show, a person.
Rectangle {
    id: bar
    required property var app
    readonly property bool listening: app.listening.state === "listening"
    implicitHeight: Theme.px(250)
    radius: Theme.radius
    color: Theme.card
    border.color: Theme.line
    border.width: Theme.px(2)
    Row {
        anchors { verticalCenter: parent.verticalCenter; left: parent.left; right: parent.right; leftMargin: Theme.px(16); rightMargin: Theme.px(16) }
        readonly property real slot: width / 4
        Item {
            width: parent.slot; height: Theme.px(210)
            RoundButton { anchors.centerIn: parent; icon: "keyboard"; size: Theme.px(116); text: bar.app.words["keyboard"]; fill: Theme.harbourPale; onTouched: bar.app.keyboard.show() }
        }
        Item {
            width: parent.slot; height: Theme.px(210)
            Rectangle {
                visible: bar.listening
                readonly property real size: Theme.px(150) * (1 + 0.55 * bar.app.listening.level)
                width: size
                height: size
                radius: size / 2
                color: Theme.sun
                opacity: 0.55
                anchors { horizontalCenter: parent.horizontalCenter; verticalCenter: parent.verticalCenter; verticalCenterOffset: -Theme.px(20) }
                Behavior on width { NumberAnimation { duration: 90 } }
                Behavior on height { NumberAnimation { duration: 90 } }
            }
            RoundButton {
                anchors.centerIn: parent
                icon: bar.listening ? "stop" : "mic"
                size: Theme.px(140)
                text: bar.app.words["speak"]
                fill: bar.listening ? Theme.coral : Theme.harbour
                colour: Theme.white
                onTouched: bar.app.listen()
            }
        }
        Item {
            width: parent.slot; height: Theme.px(210)
            RoundButton { anchors.centerIn: parent; icon: "camera"; size: Theme.px(116); text: bar.app.words["show"]; fill: Theme.harbourPale; onTouched: bar.app.look() }
        }
        Item {
            width: parent.slot; height: Theme.px(210)
            RoundButton {
                anchors.centerIn: parent
                icon: "staff"
                size: Theme.px(116)
                text: bar.app.words["staff"]
                fill: bar.app.talk.unhappy ? Theme.sun : Theme.harbourPale
                colour: bar.app.talk.unhappy ? Theme.ink : Theme.harbour
                onTouched: bar.app.callStaff()
            }
        }
    }
}
