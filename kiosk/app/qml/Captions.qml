import QtQuick
import "."

// Both sides of the conversation in words: what was asked, and what the kiosk says.
Item {
    id: captions
    required property var app
    readonly property var talk: app.talk
    readonly property bool hearing: app.listening.state === "listening"
    implicitHeight: column.implicitHeight
    Column {
        id: column
        width: parent.width
        spacing: Theme.px(18)
        Rectangle {
            visible: captions.talk.question !== "" && captions.app.listening.state === "idle"
            anchors.right: parent.right
            width: Math.min(parent.width * 0.86, asked.implicitWidth + Theme.px(64))
            height: asked.height + Theme.px(36)
            radius: Theme.radius
            color: Theme.harbour
            Words { id: asked; anchors.centerIn: parent; width: Math.min(implicitWidth, captions.width * 0.86 - Theme.px(64)); text: captions.talk.question; color: Theme.white; maximumLineCount: 3 }
        }
        Rectangle {
            width: parent.width
            height: said.height + Theme.px(56)
            radius: Theme.radius
            color: Theme.card
            border.color: Theme.line
            border.width: Theme.px(2)
            Words {
                id: said
                anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter; leftMargin: Theme.px(36); rightMargin: Theme.px(36) }
                text: captions.hearing ? captions.app.words["listening"] + "\n" + captions.app.words["listening_sub"] : captions.app.listening.state === "hearing" ? captions.app.words["hearing"] : captions.talk.busy ? captions.app.words["thinking"] : captions.talk.reply || captions.app.words["welcome"]
                color: captions.talk.busy || captions.hearing ? Theme.soft : Theme.ink
                font.pixelSize: text.length > (captions.app.chinese ? 70 : 170) ? Theme.body : Theme.px(38)
                font.weight: Font.Medium
                lineHeight: 1.12
                maximumLineCount: 9
            }
        }
    }
}
