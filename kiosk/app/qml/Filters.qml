import QtQuick
import "."

// Which of the found products are shown.
Flow {
    id: filters
    required property var app
    spacing: Theme.px(12)
    Repeater {
        model: ["", "stock", "offer", "cheap"]
        PillButton {
            required property string modelData
            chosen: filters.app.talk.filter === modelData
            text: filters.app.words["filter_" + (modelData || "all")]
            icon: chosen ? "check" : ""
            size: Theme.small
            narrow: true
            fill: chosen ? Theme.harbour : Theme.card
            edge: Theme.line
            colour: chosen ? Theme.white : Theme.harbour
            onTouched: filters.app.talk.narrow(modelData)
        }
    }
}
