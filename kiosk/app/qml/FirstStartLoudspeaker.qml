import QtQuick
import "."

// Which loudspeaker: it says a sentence, and asks whether it was heard.
FirstStartChoices {
    id: panel
    readonly property var trial: first.trial
    readonly property bool done: trial.played === "voice" || trial.played === "bell"
    PillButton { width: Math.min(implicitWidth, parent.width); text: panel.t[panel.trial.played === "playing" ? "first_loudspeaker_playing" : "first_loudspeaker_try"]; icon: "volume"; usable: panel.trial.played !== "playing"; onTouched: panel.first.play() }
    Words { visible: panel.trial.played === "bell"; width: parent.width; text: panel.t["first_loudspeaker_bell"]; font.pixelSize: Theme.small; color: Theme.soft }
    Words { visible: panel.done && panel.first.heard === ""; width: parent.width; text: panel.t["first_loudspeaker_asked"]; font.pixelSize: Theme.lead; font.bold: true }
    Row {
        visible: panel.done && panel.first.heard === ""
        spacing: Theme.px(16)
        PillButton { text: panel.t["first_loudspeaker_yes"]; icon: "check"; fill: Theme.harbourPale; colour: Theme.harbour; onTouched: panel.first.hear(true) }
        PillButton { text: panel.t["first_loudspeaker_no"]; icon: "close"; fill: Theme.harbourPale; colour: Theme.harbour; onTouched: panel.first.hear(false) }
    }
    Words { visible: panel.first.heard !== ""; width: parent.width; text: panel.t[panel.first.heard === "yes" ? "first_loudspeaker_good" : "first_loudspeaker_bad"]; color: panel.first.heard === "yes" ? Theme.leaf : Theme.coral; font.weight: Font.DemiBold }
}
