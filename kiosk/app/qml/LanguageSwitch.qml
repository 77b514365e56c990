import QtQuick
import "."

// Every language of the window beside each other, each in its own words.
Rectangle {
    id: bar
    required property var app
    readonly property var all: app.tongue.all
    // A font of another height measures anew.
    readonly property real widest: letters.height > 0 ? Math.max(...all.map((one) => letters.advanceWidth(one.name))) : 0
    readonly property real each: Math.max(Theme.text(142), Math.ceil(widest) + Theme.px(36))
    readonly property int at: all.findIndex((one) => one.code === app.tongue.now)
    implicitWidth: all.length * each
    implicitHeight: Theme.touch
    radius: height / 2
    color: Theme.shade
    border.color: Theme.line
    border.width: Theme.px(2)
    FontMetrics { id: letters; font { family: Theme.font; pixelSize: Theme.small; weight: Font.DemiBold } }
    Rectangle {
        width: bar.each - Theme.px(6)
        height: parent.height - Theme.px(12)
        y: Theme.px(6)
        x: bar.at * bar.each + Theme.px(6) * (1 - bar.at / (bar.all.length - 1))
        radius: height / 2
        color: Theme.harbour
        Behavior on x { NumberAnimation { duration: Theme.quick } }
    }
    Row {
        anchors.fill: parent
        Repeater {
            model: bar.all
            Item {
                id: part
                required property var modelData
                readonly property bool current: modelData.code === bar.app.tongue.now
                width: bar.each
                height: bar.height
                Words { anchors.centerIn: parent; text: part.modelData.name; font.pixelSize: Theme.small; font.weight: Font.DemiBold; color: part.current ? Theme.white : Theme.ink; wrapMode: Text.NoWrap }
                Pressable { name: part.modelData.name; rounding: bar.radius; chosen: part.current; onTouched: bar.app.speak(part.modelData.code) }
            }
        }
    }
}
