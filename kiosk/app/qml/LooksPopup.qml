import QtQuick
import "."

// The look for this visit: size of text, contrast, motion, and the top bar within reach.
Box {
    id: popup
    required property var app
    readonly property var t: app.words
    readonly property var looks: app.looks
    heading: t["looks"]
    closing: t["close"]
    Row {
        id: sizes
        width: parent.width
        spacing: Theme.px(12)
        Repeater {
            model: ["normal", "large", "largest"]
            PillButton {
                required property string modelData
                width: (sizes.width - 2 * sizes.spacing) / 3
                chosen: popup.looks.text === modelData
                text: popup.t["text_" + modelData]
                size: Theme.small
                fill: chosen ? Theme.harbour : Theme.harbourPale
                colour: chosen ? Theme.white : Theme.harbour
                onTouched: popup.looks.setText(modelData)
            }
        }
    }
    Repeater {
        model: [{ key: "strong", set: "setStrong" }, { key: "still", set: "setStill" }, { key: "low", set: "setLow" }]
        PillButton {
            required property var modelData
            width: popup.width - 2 * Theme.gap
            chosen: popup.looks[modelData.key]
            text: popup.t["looks_" + modelData.key]
            icon: chosen ? "check" : ""
            size: Theme.small
            fill: chosen ? Theme.harbour : Theme.harbourPale
            colour: chosen ? Theme.white : Theme.harbour
            onTouched: popup.looks[modelData.set](!chosen)
        }
    }
    Words { width: parent.width; text: popup.t["looks_note"]; font.pixelSize: Theme.tiny; color: Theme.soft }
}
