import QtQuick
import "."

// English or 中文, each in its own words.
Rectangle {
    id: bar
    required property bool chinese
    signal chosen(string language)
    implicitWidth: Theme.text(284)
    implicitHeight: Theme.touch
    radius: height / 2
    color: Theme.shade
    border.color: Theme.line
    border.width: Theme.px(2)
    Rectangle {
        width: parent.width / 2 - Theme.px(6)
        height: parent.height - Theme.px(12)
        y: Theme.px(6)
        x: bar.chinese ? parent.width / 2 : Theme.px(6)
        radius: height / 2
        color: Theme.harbour
        Behavior on x { NumberAnimation { duration: Theme.quick } }
    }
    Row {
        anchors.fill: parent
        Repeater {
            model: [{ code: "en", name: "English" }, { code: "zh", name: "中文" }]
            Item {
                id: half
                required property var modelData
                readonly property bool current: (modelData.code === "zh") === bar.chinese
                width: bar.width / 2
                height: bar.height
                Words { anchors.centerIn: parent; text: half.modelData.name; font.pixelSize: Theme.small; font.weight: Font.DemiBold; color: half.current ? Theme.white : Theme.ink; wrapMode: Text.NoWrap }
                Pressable { name: half.modelData.name; rounding: bar.radius; chosen: half.current; onTouched: bar.chosen(half.modelData.code) }
            }
        }
    }
}
