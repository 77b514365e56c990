import QtQuick
import "."

// The viewfinder of an enrolment: a barcode that is looked for, or the next of eight pictures, with why the last one was refused. The whole frame is
// shown: what is in its middle square is what the kiosk learns.
Rectangle {
    id: panel
    required property var app
    readonly property var enrol: app.enrol
    readonly property var t: app.words
    readonly property bool code: enrol.stage === "code"
    readonly property bool refused: code ? enrol.code !== "" : enrol.fault !== "" || enrol.failed !== ""
    readonly property string told: code ? enrol.code ? t["enrol_code_unknown"].replace("{digits}", enrol.code) : "" : enrol.failed ? t["enrol_failed"] + " " + enrol.failed : enrol.fault ? t["enrol_fault_" + enrol.fault] : ""
    radius: Theme.radius
    color: Theme.dark
    clip: true
    Image {
        id: frame
        anchors { left: parent.left; right: parent.right; top: above.bottom; bottom: below.top }
        fillMode: Image.PreserveAspectFit
        cache: false
        source: panel.app.camera.active ? "image://camera/" + panel.app.camera.serial : ""
        Rectangle {
            anchors.centerIn: parent
            width: Math.min(frame.paintedWidth, frame.paintedHeight) * (panel.code ? 0.6 : 0.9)
            height: width
            color: "transparent"
            radius: Theme.px(40)
            border { color: Theme.sun; width: Theme.px(6) }
        }
    }
    Rectangle {
        id: above
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: Math.max(words.implicitHeight, close.height) + Theme.px(32)
        color: Theme.dark
        Column {
            id: words
            anchors { left: parent.left; right: close.left; verticalCenter: parent.verticalCenter; leftMargin: Theme.px(30); rightMargin: Theme.px(16) }
            spacing: Theme.px(8)
            Words { width: parent.width; text: panel.code ? panel.t["enrol_code_how"] : panel.t["enrol_view_" + panel.enrol.view]; color: Theme.white; font.pixelSize: Theme.lead; font.bold: true; lineHeight: 1.0 }
            Words { visible: !panel.code; width: parent.width; text: panel.enrol.product.name || ""; color: Theme.white; font.pixelSize: Theme.small }
            Row {
                visible: !panel.code
                spacing: Theme.px(14)
                Words { id: count; text: panel.t["enrol_count"].replace("{number}", Math.min(panel.enrol.taken + 1, panel.enrol.views)).replace("{all}", panel.enrol.views); color: Theme.white; font.pixelSize: Theme.small; font.bold: true; wrapMode: Text.NoWrap }
                Row {
                    spacing: Theme.px(8)
                    anchors.verticalCenter: parent.verticalCenter
                    Repeater {
                        model: panel.enrol.views
                        Rectangle {
                            required property int index
                            width: Theme.px(18)
                            height: width
                            radius: width / 2
                            color: index < panel.enrol.taken ? Theme.sun : "transparent"
                            border { color: Theme.sun; width: Theme.px(3) }
                        }
                    }
                }
            }
        }
        RoundButton { id: close; icon: "close"; name: panel.t["close"]; anchors { right: parent.right; rightMargin: Theme.px(20); verticalCenter: parent.verticalCenter } onTouched: panel.enrol.back() }
    }
    Column {
        id: below
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        Rectangle {
            visible: panel.refused
            width: parent.width
            height: why.implicitHeight + Theme.px(32)
            color: Theme.coralPale
            Icon { id: sign; name: "warning"; colour: Theme.coral; size: Theme.text(40); x: Theme.px(24); anchors.verticalCenter: parent.verticalCenter }
            Words { id: why; anchors { left: sign.right; right: parent.right; leftMargin: Theme.px(16); rightMargin: Theme.px(24); verticalCenter: parent.verticalCenter } text: panel.told; font.weight: Font.DemiBold; color: Theme.coral; wrapMode: Text.Wrap; Accessible.role: Accessible.AlertMessage; Accessible.name: text }
        }
        Rectangle {
            visible: !panel.code
            width: parent.width
            height: two.height + Theme.px(36)
            color: Theme.dark
            Flow {
                id: two
                readonly property bool beside: take.implicitWidth + retake.implicitWidth + spacing <= width
                anchors { horizontalCenter: parent.horizontalCenter; verticalCenter: parent.verticalCenter }
                width: parent.width - Theme.px(48)
                spacing: Theme.px(14)
                PillButton { id: take; width: two.beside && retake.visible ? two.width - retake.implicitWidth - two.spacing : two.width; least: Theme.primary; text: panel.t["enrol_take"]; icon: "camera"; fill: Theme.sun; colour: Theme.ink; size: Theme.lead; usable: panel.app.camera.serial > 0 && !panel.enrol.busy; onTouched: panel.enrol.take(); Component.onCompleted: takeKeys() }
                PillButton { id: retake; visible: panel.enrol.taken > 0; width: two.beside ? implicitWidth : two.width; least: Theme.primary; text: panel.t["enrol_retake"]; icon: "again"; size: Theme.small; usable: !panel.enrol.busy; fill: Theme.harbourPale; colour: Theme.harbour; onTouched: panel.enrol.retake() }
            }
        }
    }
}
