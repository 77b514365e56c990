import QtQuick
import "."

// Suggested next questions.
Flow {
    id: chips
    required property var app
    property int most: 6
    spacing: Theme.px(16)
    Repeater {
        model: chips.app.talk.chips.slice(0, chips.most)
        PillButton {
            required property string modelData
            text: modelData
            size: Theme.small
            fill: Theme.sunPale
            edge: Theme.sun
            colour: Theme.ink
            narrow: true
            implicitHeight: Math.max(64, Theme.px(72))
            onTouched: chips.app.talk.ask(modelData)
        }
    }
}
