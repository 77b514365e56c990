import QtQuick
import "."

// Where there are two languages, the other one; where there are more, a touch unfolds them all.
PillButton {
    id: button
    required property var app
    readonly property var now: app.tongue.all.find((one) => one.code === app.tongue.now)
    readonly property var others: app.tongue.all.filter((one) => one.code !== app.tongue.now)
    readonly property bool turns: others.length === 1
    // Whether it says which one is on.
    property bool named: false
    signal unfolded()
    text: turns ? others[0].name : named ? now.name : ""
    name: turns ? text : app.words["languages"] + ": " + now.name
    icon: "globe"
    size: text !== "" ? Theme.small : Theme.lead
    narrow: true
    fill: Theme.card
    edge: Theme.line
    colour: Theme.harbour
    onTouched: turns ? app.speak(others[0].code) : unfolded()
}
