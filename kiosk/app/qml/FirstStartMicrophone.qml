import QtQuick
import "."

// Which microphone, with how loud it hears.
FirstStartChoices {
    id: panel
    readonly property var trial: first.trial
    Words { width: parent.width; text: panel.t["first_microphone_sub"]; color: Theme.soft }
    Rectangle {
        id: bar
        width: Math.min(parent.width, Theme.px(820))
        height: Theme.px(64)
        radius: height / 2
        color: Theme.shade
        border { color: Theme.soft; width: Theme.px(3) }
        Accessible.role: Accessible.ProgressBar
        Accessible.name: panel.t["part_microphone"] + " " + Math.round(100 * panel.trial.level) + " %"
        Rectangle { x: Theme.px(8); anchors.verticalCenter: parent.verticalCenter; width: Math.max(height, (parent.width - Theme.px(16)) * panel.trial.level); height: parent.height - Theme.px(16); radius: height / 2; color: Theme.harbour }
    }
    Row {
        visible: panel.trial.heard
        spacing: Theme.px(12)
        Icon { name: "check"; colour: Theme.leaf; size: Theme.text(40); anchors.verticalCenter: parent.verticalCenter }
        Words { text: panel.t["first_microphone_heard"]; color: Theme.leaf; font.weight: Font.DemiBold; wrapMode: Text.NoWrap }
    }
    Words { visible: panel.trial.silent; width: parent.width; text: panel.t["first_microphone_silent"]; color: Theme.coral; font.weight: Font.DemiBold }
}
