import QtQuick
import "."

// The rooms of staff mode: their list beside (lying) or above (upright) the one that is open.
FocusScope {
    id: inside
    required property var app
    readonly property var rooms: app.mode.rooms
    readonly property var t: app.words
    readonly property bool tall: Theme.portrait
    readonly property var icons: ({ "calls": "bell", "questions": "question", "volume": "volume", "machine": "machine", "products": "tag" })
    focus: true
    Grid {
        id: list
        enabled: !inside.app.keyboard.visible
        readonly property int each: inside.tall ? (width - (columns - 1) * spacing) / columns : width
        width: inside.tall ? parent.width : Math.min(Theme.text(400), parent.width * 0.32)
        columns: inside.tall ? 2 : 1
        spacing: Theme.px(14)
        Repeater {
            model: inside.rooms.rooms
            PillButton {
                required property string modelData
                width: list.each
                chosen: inside.rooms.room === modelData
                text: inside.t["mode_" + modelData]
                icon: inside.icons[modelData]
                size: Theme.small
                fill: chosen ? Theme.harbour : Theme.card
                edge: Theme.line
                colour: chosen ? Theme.white : Theme.harbour
                onTouched: inside.rooms.go(modelData)
            }
        }
    }
    Rectangle {
        id: fault
        visible: inside.rooms.failed !== ""
        anchors { left: place.left; right: place.right; bottom: parent.bottom }
        height: visible ? said.implicitHeight + Theme.px(36) : 0
        radius: Theme.radius
        color: Theme.coralPale
        Words { id: said; anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; margins: Theme.gap } text: inside.t["mode_failed"] + " " + inside.rooms.failed; font.pixelSize: Theme.small; color: Theme.coral; wrapMode: Text.Wrap }
    }
    Loader {
        id: place
        x: inside.tall ? 0 : list.width + Theme.margin
        y: inside.tall ? list.height + Theme.gap : 0
        width: parent.width - x
        height: parent.height - y - (fault.visible ? fault.height + Theme.gap : 0)
        sourceComponent: ({ "calls": calls, "questions": questions, "volume": volume, "machine": machine, "products": products })[inside.rooms.room] || null
    }
    Component { id: calls; StaffCalls { app: inside.app } }
    Component { id: questions; StaffQuestions { app: inside.app } }
    Component { id: volume; StaffVolume { app: inside.app } }
    Component { id: machine; StaffMachine { app: inside.app } }
    Component { id: products; EnrolPanel { app: inside.app } }
}
