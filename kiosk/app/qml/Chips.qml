import QtQuick
import "."

// Suggested next questions: as many whole rows as there is room for.
Item {
    id: chips
    required property var app
    property real room: 0
    readonly property real step: Theme.touch + flow.spacing
    readonly property int rows: Math.max(1, Math.floor((room + flow.spacing) / step))
    implicitHeight: app.talk.chips.length ? Math.min(flow.implicitHeight, rows * step - flow.spacing) : 0
    Flow {
        id: flow
        width: parent.width
        spacing: Theme.px(16)
        Repeater {
            model: chips.app.talk.chips
            PillButton {
                required property string modelData
                readonly property bool fits: y + height <= chips.height + 1
                text: modelData
                size: Theme.small
                fill: Theme.sunPale
                edge: Theme.sun
                colour: Theme.ink
                narrow: true
                width: Math.min(implicitWidth, flow.width)
                enabled: fits
                opacity: fits ? 1 : 0
                onTouched: chips.app.talk.ask(modelData)
            }
        }
    }
}
