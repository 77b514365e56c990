import QtQuick
import "."

// First start: one question a screen, tried before it is answered; nothing is changed before the last one.
FocusScope {
    id: screen
    required property var app
    readonly property var first: app.first
    readonly property var t: app.words
    readonly property int m: Theme.margin
    readonly property string step: first.step
    readonly property string asks: step === "pin" && first.again ? t["first_pin_again"] : t["first_" + step] || ""
    focus: true
    onStepChanged: place.forceActiveFocus()
    Rectangle { anchors.fill: parent; color: Theme.paper }
    MouseArea { anchors.fill: parent }
    Item {
        id: bar
        x: screen.m
        y: screen.m
        width: parent.width - 2 * screen.m
        height: Math.max(leave.height, names.implicitHeight)
        Column {
            id: names
            anchors { left: parent.left; right: leave.left; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
            Words { width: parent.width; text: screen.t["first_title"] + " · " + screen.t["first_count"].replace("{number}", screen.first.number).replace("{count}", screen.first.steps.length); font.pixelSize: Theme.small; color: Theme.soft }
            Words { width: parent.width; text: screen.asks; font.pixelSize: Theme.large; font.bold: true; color: Theme.harbour }
        }
        PillButton { id: leave; anchors { right: parent.right; verticalCenter: parent.verticalCenter } text: screen.t["first_leave"]; icon: "close"; size: Theme.small; narrow: true; fill: Theme.harbourPale; colour: Theme.harbour; usable: !screen.first.saving; onTouched: screen.app.finish() }
    }
    Loader {
        id: place
        anchors { left: parent.left; right: parent.right; top: bar.bottom; bottom: foot.top; margins: screen.m; topMargin: Theme.gap; bottomMargin: Theme.gap }
        focus: true
        sourceComponent: ({ "language": language, "camera": camera, "microphone": microphone, "loudspeaker": loudspeaker, "place": plan, "pin": pin, "done": done })[screen.step] || null
    }
    Row {
        id: foot
        x: screen.m
        y: parent.height - height - screen.m
        width: parent.width - 2 * screen.m
        spacing: Theme.gap
        readonly property bool both: screen.first.number > 1
        PillButton { visible: foot.both; width: (foot.width - foot.spacing) / 3; least: Theme.primary; text: screen.t["back"]; icon: "back"; fill: Theme.harbourPale; colour: Theme.harbour; usable: !screen.first.saving; onTouched: screen.first.back() }
        PillButton {
            width: foot.both ? (foot.width - foot.spacing) * 2 / 3 : foot.width
            least: Theme.primary
            text: screen.t[screen.first.saving ? "first_saving" : screen.step === "done" ? "first_save" : "first_next"]
            icon: screen.step === "done" ? "check" : ""
            fill: Theme.sun
            colour: Theme.ink
            size: Theme.lead
            usable: screen.first.ready
            onTouched: screen.first.next()
        }
    }
    Component { id: language; FirstStartChoices { app: screen.app } }
    Component { id: camera; FirstStartCamera { app: screen.app } }
    Component { id: microphone; FirstStartMicrophone { app: screen.app } }
    Component { id: loudspeaker; FirstStartLoudspeaker { app: screen.app } }
    Component { id: plan; FirstStartPlace { app: screen.app } }
    Component {
        id: pin
        StaffPad {
            app: screen.app
            mode: screen.first
            ready: true
            title: screen.t["first_pin_sub"]
            note: ({ "short": screen.t["door_short"], "weak": screen.t["first_pin_weak"], "differs": screen.t["first_pin_differs"] })[screen.first.note] || ""
        }
    }
    Component { id: done; FirstStartDone { app: screen.app } }
}
