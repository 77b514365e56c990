import QtQuick
import "."

// The shop's name, and what is always there: list, volume, language, start over.
Item {
    id: bar
    required property var app
    implicitHeight: Theme.touch
    RoundButton { id: home; icon: "home"; anchors.verticalCenter: parent.verticalCenter; onTouched: bar.app.finish() }
    Column {
        anchors { left: home.right; leftMargin: Theme.px(18); right: tools.left; rightMargin: Theme.px(10); verticalCenter: parent.verticalCenter }
        Words { width: parent.width; text: bar.app.shop; font.pixelSize: Theme.px(29); font.bold: true; color: Theme.harbour; wrapMode: Text.NoWrap }
        Words { width: parent.width; text: bar.app.words["demonstration"]; font.pixelSize: Theme.tiny; color: Theme.soft; wrapMode: Text.NoWrap }
    }
    Row {
        id: tools
        spacing: Theme.px(14)
        anchors { right: parent.right; verticalCenter: parent.verticalCenter }
        RoundButton { icon: "route"; onTouched: bar.app.talk.panel === "map" ? bar.app.talk.back() : bar.app.talk.show("map") }
        RoundButton { icon: "list"; badge: bar.app.talk.listed.length; onTouched: bar.app.talk.panel === "list" ? bar.app.talk.back() : bar.app.talk.show("list") }
        RoundButton { icon: bar.app.sound.available && bar.app.sound.volume > 0 ? "volume" : "mute"; onTouched: volume.visible = !volume.visible }
        LanguageSwitch { chinese: bar.app.chinese; onChosen: (language) => bar.app.speak(language) }
    }
    VolumePopup { id: volume; app: bar.app; visible: false; z: 5; anchors { right: parent.right; top: parent.bottom; topMargin: Theme.px(12) } }
}
