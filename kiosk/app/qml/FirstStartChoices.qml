import QtQuick
import "."

// What can be chosen in this step; what stands in it goes below, or lying down beside, where it can be tried.
Scroll {
    id: panel
    required property var app
    default property alias content: trying.data
    readonly property var first: app.first
    readonly property var t: app.words
    readonly property bool beside: !Theme.portrait && trying.children.length > 0
    name: t["first_" + first.step] || ""
    contentHeight: column.height
    Column {
        id: column
        width: parent.width - Theme.px(16)
        spacing: Theme.px(14)
        Grid {
            id: both
            width: parent.width
            columns: panel.beside ? 2 : 1
            columnSpacing: Theme.margin
            Column {
                id: options
                width: panel.beside ? (both.width - both.columnSpacing) / 2 : both.width
                spacing: Theme.px(14)
                Repeater {
                    model: panel.first.choices
                    PillButton {
                        required property var modelData
                        width: options.width
                        chosen: modelData.chosen
                        text: modelData.name
                        icon: chosen ? "check" : ""
                        fill: chosen ? Theme.harbour : Theme.card
                        edge: Theme.line
                        colour: chosen ? Theme.white : Theme.harbour
                        onTouched: panel.first.choose(modelData.value)
                    }
                }
            }
            Column { id: trying; width: options.width; spacing: Theme.px(18); topPadding: panel.beside ? 0 : Theme.gap + Theme.px(14) }
        }
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
