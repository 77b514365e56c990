import QtQuick
import "."

// A photo for a case: the viewfinder, three seconds to hold still, and the picture itself before it is kept.
Rectangle {
    id: panel
    required property var app
    readonly property var photo: app.photo
    readonly property var t: app.words
    readonly property bool made: photo.stage === "check" || photo.stage === "keeping"
    radius: Theme.radius
    color: Theme.dark
    clip: true
    Rectangle {
        id: above
        anchors { left: parent.left; right: parent.right; top: parent.top }
        height: words.implicitHeight + Theme.px(36)
        color: Theme.dark
        Column {
            id: words
            anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: Theme.px(30); rightMargin: Theme.px(30) }
            spacing: Theme.px(6)
            Words { width: parent.width; text: panel.t["photo_of"].replace("{number}", panel.photo.number); color: Theme.white; font.pixelSize: Theme.lead; font.bold: true; lineHeight: 1.0 }
            Words { width: parent.width; text: panel.t["photo_note"]; color: Theme.white; font.pixelSize: Theme.small }
        }
    }
    Image {
        id: mirror
        visible: !panel.made
        anchors { left: parent.left; right: parent.right; top: above.bottom; bottom: below.top }
        fillMode: Image.PreserveAspectFit
        cache: false
        source: panel.app.camera.active && visible ? "image://camera/" + panel.app.camera.serial : ""
    }
    Image {
        visible: panel.made
        anchors.fill: mirror
        fillMode: Image.PreserveAspectFit
        cache: false
        source: panel.photo.picture
        Accessible.role: Accessible.Graphic
        Accessible.name: panel.t["photo_of"].replace("{number}", panel.photo.number)
    }
    Rectangle {
        visible: panel.photo.stage === "count"
        anchors { right: mirror.right; top: mirror.top; margins: Theme.px(24) }  // beside what is aimed at
        width: Theme.px(220)
        height: width
        radius: width / 2
        color: Theme.dark
        border { color: Theme.sun; width: Theme.px(8) }
        Words { anchors.centerIn: parent; text: panel.photo.count; font.pixelSize: Theme.px(140); font.bold: true; color: Theme.white; Accessible.role: Accessible.AlertMessage; Accessible.name: text }
    }
    Rectangle {
        id: below
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
        height: ways.height + Theme.px(40)
        color: Theme.dark
        Flow {
            id: ways
            readonly property real each: (width - (panel.made ? 2 : 1) * spacing) / (panel.made ? 3 : 2)
            readonly property bool beside: Math.max(take.implicitWidth, again.implicitWidth, none.implicitWidth) <= each
            anchors { horizontalCenter: parent.horizontalCenter; verticalCenter: parent.verticalCenter }
            width: parent.width - Theme.px(48)
            spacing: Theme.px(14)
            PillButton {
                id: take
                width: ways.beside ? ways.each : ways.width
                least: Theme.primary
                size: panel.made ? Theme.small : Theme.body
                narrow: true
                text: panel.t[panel.made ? "photo_use" : "photo_take"]
                icon: panel.made ? "check" : "camera"
                fill: Theme.sun
                colour: Theme.ink
                usable: panel.made ? panel.photo.stage === "check" : panel.photo.stage === "aim" && panel.app.camera.active
                onTouched: panel.made ? panel.photo.use() : panel.photo.shutter()
            }
            PillButton { id: again; visible: panel.made; width: ways.beside ? ways.each : ways.width; least: Theme.primary; text: panel.t["photo_again"]; icon: "again"; size: Theme.small; narrow: true; fill: Theme.harbourPale; colour: Theme.harbour; usable: panel.photo.stage === "check"; onTouched: panel.photo.again() }
            PillButton { id: none; width: ways.beside ? ways.each : ways.width; least: Theme.primary; text: panel.t["photo_none"]; icon: "close"; size: panel.made ? Theme.small : Theme.body; narrow: true; fill: Theme.card; colour: Theme.harbour; usable: panel.photo.stage !== "keeping"; onTouched: panel.photo.none() }
        }
    }
}
