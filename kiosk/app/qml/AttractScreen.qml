import QtQuick
import "."

// Nobody is here yet: what this is, when the shop is open, today's offers, three ways to begin, and what happens to what one says.
Rectangle {
    id: screen
    required property var app
    readonly property var t: app.words
    readonly property bool well: app.broken === ""
    readonly property bool tall: Theme.portrait
    readonly property bool free: tongues.open === ""
    color: Theme.paper
    MouseArea { anchors.fill: parent; enabled: screen.well; onClicked: screen.app.begin("touch") }
    Rectangle {
        id: harbour
        enabled: screen.free
        width: screen.tall ? parent.width : parent.width * 0.46
        height: screen.tall ? body.y + (screen.well ? ways.y : start.y) - Theme.px(44) : parent.height
        color: Theme.harbour
        Column {
            id: head
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(screen.tall ? 64 : 48) }
            spacing: Theme.px(8)
            Words { width: parent.width - tongues.taken - Theme.gap; text: screen.app.shop; color: Theme.sun; font.pixelSize: Theme.text(34); font.bold: true; height: Math.max(Theme.touch, implicitHeight); verticalAlignment: Text.AlignVCenter }
            Words { visible: screen.tall || Theme.textScale < 1.1; width: parent.width; text: screen.t["hello"]; color: Theme.harbourPale; font.pixelSize: Theme.title }
            Words { width: parent.width; text: screen.t["attract_title"]; color: Theme.white; font.pixelSize: Theme.px(screen.tall ? 74 : 66); font.bold: true; lineHeight: 1.05 }
            Words { width: parent.width; text: screen.t["attract_sub"]; color: Theme.harbourPale; font.pixelSize: Theme.text(32); topPadding: Theme.px(8) }
            Repeater {
                model: [{ icon: "clock", text: screen.app.attract.hours }, { icon: "machine", text: screen.t["machine"] }]
                Row {
                    id: line
                    required property var modelData
                    visible: modelData.text !== ""
                    topPadding: Theme.px(8)
                    spacing: Theme.px(16)
                    Icon { id: sign; name: line.modelData.icon; colour: Theme.sun; size: Theme.text(40) }
                    Words { width: head.width - sign.width - line.spacing; text: line.modelData.text; color: Theme.white; font.pixelSize: Theme.text(30); lineHeight: 1.05 }
                }
            }
        }
        OfferStrip {
            id: offers
            app: screen.app
            room: harbour.height - head.y - head.height - Theme.px(78)
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(screen.tall ? 64 : 48); bottomMargin: Theme.px(48) }
        }
        Shelf {
            readonly property real room: (offers.visible ? offers.y : harbour.height) - head.y - head.height - Theme.px(60)
            visible: room > height && height > 0
            tiers: room > parent.width * 0.4 ? 2 : 1
            width: parent.width * 0.86
            anchors.horizontalCenter: parent.horizontalCenter
            y: head.y + head.height + Theme.px(30) + Math.max(0, (room - height) / 2)
        }
    }
    // The languages, or, where they need too much room, a box that unfolds; whoever leaves it open does not leave it to the next one.
    Item {
        id: tongues
        property string open: ""
        readonly property bool fits: language.implicitWidth <= width * 0.62
        readonly property real taken: fits ? language.width : more.width
        anchors { left: harbour.left; right: harbour.right; top: parent.top; margins: Theme.px(screen.tall ? 64 : 48) }
        height: Theme.touch
        enabled: screen.free
        LanguageSwitch { id: language; app: screen.app; visible: tongues.fits; anchors.right: parent.right }
        LanguageButton { id: more; app: screen.app; named: true; visible: !tongues.fits; anchors.right: parent.right; onUnfolded: tongues.open = "languages" }
        Timer { interval: 20000; running: !screen.free; onTriggered: tongues.open = "" }
    }
    Loader {
        anchors.fill: parent
        z: 2
        active: !screen.free
        sourceComponent: Item {
            MouseArea { anchors.fill: parent; onClicked: tongues.open = "" }
            LanguagePopup { app: screen.app; bar: tongues; above: false }
        }
    }
    Item {
        id: body
        enabled: screen.free
        anchors { left: screen.tall ? parent.left : harbour.right; right: parent.right; top: parent.top; bottom: parent.bottom; margins: screen.tall ? Theme.margin : Theme.px(48) }
        Ways {
            id: ways
            app: screen.app
            width: parent.width
            visible: screen.well
            height: ways.tall
            anchors.bottom: start.top
            anchors.bottomMargin: Theme.px(36)
        }
        PillButton {
            id: start
            width: parent.width - door.width - Theme.gap
            least: Theme.primary
            fill: Theme.sun
            colour: Theme.ink
            size: Theme.large
            text: screen.well ? screen.t["touch"] : screen.t["not_ready"]
            usable: screen.well
            opacity: 1
            onTouched: screen.app.begin("touch")
            anchors.bottom: privacy.top
            anchors.bottomMargin: Theme.px(36)
        }
        Privacy {
            id: privacy
            app: screen.app
            width: parent.width
            anchors.bottom: parent.bottom
            most: parent.height - (screen.tall ? head.y + head.height : 0) - (screen.well ? ways.tall + Theme.px(36) : 0) - start.height - Theme.px(screen.tall ? 64 : 36)
        }
        PillButton { id: door; text: screen.t["door"]; icon: "lock"; size: Theme.small; narrow: true; fill: Theme.card; edge: Theme.line; colour: Theme.harbour; anchors { right: parent.right; verticalCenter: start.verticalCenter } onTouched: screen.app.knock() }
    }
}
