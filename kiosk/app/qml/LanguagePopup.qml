import QtQuick
import "."

// Every language of the window, and which of them the kiosk also understands and speaks.
Box {
    id: popup
    required property var app
    heading: app.words["languages"]
    closing: app.words["close"]
    Grid {
        id: all
        width: parent.width
        columns: 2
        spacing: Theme.px(12)
        Repeater {
            model: popup.app.tongue.all
            PillButton {
                required property var modelData
                width: (all.width - all.spacing) / 2
                chosen: modelData.code === popup.app.tongue.now
                text: modelData.name
                icon: chosen ? "check" : ""
                size: Theme.small
                fill: chosen ? Theme.harbour : Theme.harbourPale
                colour: chosen ? Theme.white : Theme.harbour
                onTouched: { popup.app.speak(modelData.code); popup.fold() }
            }
        }
    }
    Words { width: parent.width; text: popup.app.words["questions_in"]; font.pixelSize: Theme.small; color: Theme.soft }
}
