import QtQuick
import "."

// Nobody is here yet: what this is, three ways to begin, and what happens to what one says.
Rectangle {
    id: screen
    required property var app
    readonly property var t: app.words
    color: Theme.paper
    MouseArea { anchors.fill: parent; onClicked: screen.app.begin("touch") }
    Rectangle {
        id: harbour
        width: Theme.portrait ? parent.width : parent.width * 0.46
        height: Theme.portrait ? parent.height * 0.475 : parent.height
        color: Theme.harbour
        Column {
            anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(64) }
            spacing: Theme.px(6)
            Words { width: parent.width - Theme.px(340); text: screen.app.shop; color: Theme.sun; font.pixelSize: Theme.px(34); font.bold: true; height: Theme.touch; verticalAlignment: Text.AlignVCenter; wrapMode: Text.NoWrap }
            Item { width: 1; height: Theme.px(Theme.portrait ? 10 : 10) }
            Words { width: parent.width; text: screen.t["hello"]; color: Theme.harbourPale; font.pixelSize: Theme.title }
            Words { width: parent.width; text: screen.t["attract_title"]; color: Theme.white; font.pixelSize: Theme.px(Theme.portrait ? 74 : 80); font.bold: true; lineHeight: 1.05 }
            Words { width: parent.width * 0.94; text: screen.t["attract_sub"]; color: Theme.harbourPale; font.pixelSize: Theme.px(34); topPadding: Theme.px(12) }
        }
        Shelf { visible: !Theme.portrait; tiers: 2; width: parent.width * 0.8; anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: Theme.px(70) } }
    }
    LanguageSwitch { chinese: screen.app.chinese; anchors { right: parent.right; top: parent.top; margins: Theme.px(64); rightMargin: Theme.margin } onChosen: (language) => screen.app.speak(language) }
    Item {
        anchors { left: Theme.portrait ? parent.left : harbour.right; right: parent.right; top: Theme.portrait ? harbour.bottom : parent.top; bottom: parent.bottom; margins: Theme.portrait ? Theme.margin : Theme.px(64) }
        Shelf { visible: Theme.portrait; tiers: 2; width: parent.width * 0.96; anchors.horizontalCenter: parent.horizontalCenter; y: -Theme.margin - height * 0.82 }
        Ways {
            id: ways
            app: screen.app
            width: parent.width
            height: Theme.px(Theme.portrait ? 400 : 350)
            enabled: screen.app.broken === ""
            anchors.bottom: start.top
            anchors.bottomMargin: Theme.px(44)
        }
        PillButton {
            id: start
            width: parent.width
            implicitHeight: Theme.px(120)
            fill: Theme.sun
            colour: Theme.ink
            size: Theme.large
            text: screen.app.broken !== "" ? screen.t["not_ready"] : screen.t["touch"]
            enabled: screen.app.broken === ""
            onTouched: screen.app.begin("touch")
            anchors.bottom: privacy.top
            anchors.bottomMargin: Theme.px(44)
        }
        Privacy { id: privacy; app: screen.app; width: parent.width; anchors.bottom: parent.bottom }
    }
}
