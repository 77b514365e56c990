import QtQuick
import "."

// The shop's name, and what is always there: start over, plan, list, volume, the look, the language. `open` names the box that is unfolded.
Item {
    id: bar
    required property var app
    property string open: ""
    function unfold(box) { open = open === box ? "" : box }
    implicitHeight: Math.max(Theme.touch, names.implicitHeight)
    RoundButton { id: home; icon: "home"; name: bar.app.words["start_over"]; anchors.verticalCenter: parent.verticalCenter; onTouched: bar.app.finish() }
    Column {
        id: names
        anchors { left: home.right; leftMargin: Theme.px(18); right: tools.left; rightMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
        Words { width: parent.width; text: bar.app.shop; font.pixelSize: Theme.text(29); font.bold: true; color: Theme.harbour }
        Words { visible: Theme.textScale < 1.1; width: parent.width; text: bar.app.words["demonstration"]; font.pixelSize: Theme.tiny; color: Theme.soft }
    }
    Row {
        id: tools
        spacing: Theme.px(12)
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        RoundButton { icon: "route"; name: bar.app.words["plan"]; onTouched: bar.app.talk.panel === "map" ? bar.app.talk.back() : bar.app.talk.show("map") }
        RoundButton { icon: "list"; name: bar.app.words["list"]; badge: bar.app.talk.listed.length; onTouched: bar.app.talk.panel === "list" ? bar.app.talk.back() : bar.app.talk.show("list") }
        RoundButton { icon: bar.app.sound.available && bar.app.sound.volume > 0 ? "volume" : "mute"; name: bar.app.words["volume"]; onTouched: bar.unfold("volume") }
        RoundButton { icon: "access"; name: bar.app.words["looks"]; onTouched: bar.unfold("looks") }
        LanguageButton { app: bar.app; onUnfolded: bar.unfold("languages") }
    }
}
