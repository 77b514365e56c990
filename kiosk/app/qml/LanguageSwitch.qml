import QtQuick
import "."

// Every language of the window, each in its own words; as many beside each other as there is room for.
Rectangle {
    id: bar
    required property var app
    required property real room
    readonly property var all: app.tongue.all
    readonly property int at: all.findIndex((one) => one.code === app.tongue.now)
    readonly property real each: Math.max(Theme.text(142), ...all.map((one) => Math.ceil(letters.advanceWidth(one.name)) + Theme.px(36)))
    readonly property int across: Math.max(1, Math.min(all.length, 3, Math.floor(room / each)))
    readonly property int column: at % across
    implicitWidth: across * each
    implicitHeight: Math.ceil(all.length / across) * Theme.touch
    radius: Theme.touch / 2
    color: Theme.shade
    border.color: Theme.line
    border.width: Theme.px(2)
    FontMetrics { id: letters; font { family: Theme.font; pixelSize: Theme.small; weight: Font.DemiBold } }
    Rectangle {
        width: bar.each - Theme.px(6)
        height: Theme.touch - Theme.px(12)
        y: Math.floor(bar.at / bar.across) * Theme.touch + Theme.px(6)
        x: bar.column * bar.each + (bar.across > 1 ? Theme.px(6) * (1 - bar.column / (bar.across - 1)) : Theme.px(3))
        radius: height / 2
        color: Theme.harbour
        Behavior on x { NumberAnimation { duration: Theme.quick } }
        Behavior on y { NumberAnimation { duration: Theme.quick } }
    }
    Grid {
        columns: bar.across
        Repeater {
            model: bar.all
            Item {
                id: part
                required property var modelData
                readonly property bool current: modelData.code === bar.app.tongue.now
                width: bar.each
                height: Theme.touch
                Words { anchors.centerIn: parent; text: part.modelData.name; font.pixelSize: Theme.small; font.weight: Font.DemiBold; color: part.current ? Theme.white : Theme.ink; wrapMode: Text.NoWrap }
                Pressable { name: part.modelData.name; rounding: bar.radius; chosen: part.current; onTouched: bar.app.speak(part.modelData.code) }
            }
        }
    }
}
