import QtQuick
import "."

// English or 中文, each in its own words.
Rectangle {
    id: bar
    required property bool chinese
    signal chosen(string language)
    implicitWidth: Theme.px(284)
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
                required property var modelData
                readonly property bool current: (modelData.code === "zh") === bar.chinese
                width: bar.width / 2
                height: bar.height
                Words { anchors.centerIn: parent; text: parent.modelData.name; font.pixelSize: Theme.small; font.weight: Font.DemiBold; color: parent.current ? Theme.white : Theme.ink }
                MouseArea { anchors.fill: parent; onClicked: bar.chosen(parent.modelData.code) }
            }
        }
    }
}
