import QtQuick
import "."

// The four ways to reach an answer: type, speak, show, a person.
Rectangle {
    id: bar
    required property var app
    readonly property bool listening: app.listening.state === "listening"
    readonly property real slot: (width - Theme.px(32)) / 4
    readonly property int size: Math.min(slot - Theme.px(8), Math.max(Theme.px(116), Theme.primary))
    implicitHeight: row.height + Theme.px(40)
    radius: Theme.radius
    color: Theme.card
    border.color: Theme.line
    border.width: Theme.px(2)
    Rectangle {
        visible: bar.listening
        readonly property real wide: bar.size * (1.1 + (Theme.still ? 0.2 : 0.5 * bar.app.listening.level))
        width: wide
        height: wide
        radius: wide / 2
        color: Theme.sun
        opacity: 0.55
        x: Theme.px(16) + bar.slot * 1.5 - width / 2
        y: row.y + bar.size / 2 - height / 2
        Behavior on width { NumberAnimation { duration: Theme.quick / 2 } }
        Behavior on height { NumberAnimation { duration: Theme.quick / 2 } }
    }
    Row {
        id: row
        anchors { verticalCenter: parent.verticalCenter; left: parent.left; leftMargin: Theme.px(16) }
        RoundButton { width: bar.slot; icon: "keyboard"; size: bar.size; text: bar.app.words["keyboard"]; fill: Theme.harbourPale; onTouched: bar.app.keyboard.show() }
        RoundButton { width: bar.slot; icon: bar.listening ? "stop" : "mic"; size: bar.size; text: bar.app.words["speak"]; fill: bar.listening ? Theme.coral : Theme.harbour; colour: Theme.white; onTouched: bar.app.listen() }
        RoundButton { width: bar.slot; icon: "camera"; size: bar.size; text: bar.app.words["show"]; fill: Theme.harbourPale; onTouched: bar.app.look() }
        RoundButton { width: bar.slot; icon: "staff"; size: bar.size; text: bar.app.words["staff"]; fill: bar.app.talk.unhappy ? Theme.sun : Theme.harbourPale; colour: bar.app.talk.unhappy ? Theme.ink : Theme.harbour; onTouched: bar.app.callStaff() }
    }
}
