import QtQuick
import "."

// What can be chosen in this step; what stands in it goes below, where it can be tried.
Scroll {
    id: panel
    required property var app
    default property alias content: below.data
    readonly property var first: app.first
    readonly property var t: app.words
    name: t["first_" + first.step] || ""
    contentHeight: column.height
    Column {
        id: column
        width: parent.width - Theme.px(16)
        spacing: Theme.px(14)
        Repeater {
            model: panel.first.choices
            PillButton {
                required property var modelData
                width: column.width
                chosen: modelData.chosen
                text: modelData.name
                icon: chosen ? "check" : ""
                fill: chosen ? Theme.harbour : Theme.card
                edge: Theme.line
                colour: chosen ? Theme.white : Theme.harbour
                onTouched: panel.first.choose(modelData.value)
            }
        }
        Column { id: below; width: parent.width; spacing: Theme.px(18); topPadding: Theme.gap }
        Rectangle {
            visible: panel.first.trial.failed !== ""
            width: column.width
            height: fault.implicitHeight + Theme.px(36)
            radius: Theme.radius
            color: Theme.coralPale
            Words { id: fault; anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.gap } text: panel.t["first_failed"] + " " + panel.first.trial.failed; font.pixelSize: Theme.small; color: Theme.coral; wrapMode: Text.Wrap }
        }
    }
}
