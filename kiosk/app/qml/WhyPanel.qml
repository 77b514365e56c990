import QtQuick
import "."

// Why this answer: each sentence with its facts and their sources, what was understood, and of a picture what decided.
Rectangle {
    id: panel
    required property var app
    readonly property var t: app.words
    readonly property var why: app.why
    readonly property var told: why.told
    radius: Theme.radius
    color: Theme.card
    border { color: Theme.line; width: Theme.px(2) }
    Item {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(28) }
        height: Math.max(back.height, title.implicitHeight)
        Words { id: title; anchors { left: parent.left; right: back.left; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter } text: panel.t["why_title"]; font.pixelSize: Theme.large; font.bold: true }
        PillButton { id: back; anchors { right: parent.right; verticalCenter: parent.verticalCenter } text: panel.t["back"]; icon: "back"; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small; onTouched: panel.app.talk.back() }
    }
    Scroll {
        id: scroll
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: parent.bottom; margins: Theme.px(28); topMargin: Theme.px(16) }
        name: panel.t["why_title"]
        contentHeight: column.implicitHeight
        Column {
            id: column
            width: scroll.width - Theme.px(16)
            spacing: Theme.px(28)
            WhyPicture { visible: panel.why.picture !== ""; width: parent.width; app: panel.app }
            Column {
                width: parent.width
                spacing: Theme.px(10)
                Words { width: parent.width; text: panel.t["why_understood"]; font.pixelSize: Theme.small; font.bold: true; color: Theme.harbour }
                Repeater {
                    model: panel.told.understood || []
                    Words { required property string modelData; width: column.width; text: modelData; font.pixelSize: Theme.small }
                }
                Words { visible: text !== ""; width: parent.width; text: panel.why.heard ? panel.t["why_pair"].replace("{name}", panel.t["why_heard"]).replace("{value}", panel.why.heard) : ""; font.pixelSize: Theme.small }
            }
            Column {
                width: parent.width
                spacing: Theme.px(18)
                Words { width: parent.width; text: panel.t["why_said"]; font.pixelSize: Theme.small; font.bold: true; color: Theme.harbour }
                Repeater {
                    model: panel.told.sentences || []
                    Column {
                        id: sentence
                        required property var modelData
                        width: column.width
                        spacing: Theme.px(10)
                        Words { visible: text !== ""; width: parent.width; text: sentence.modelData.text; font.weight: Font.DemiBold }
                        Words { visible: sentence.modelData.plain; x: Theme.px(28); width: parent.width - x; text: panel.t["why_no_facts"]; font.pixelSize: Theme.small; color: Theme.soft }
                        Repeater {
                            model: sentence.modelData.facts
                            Item {
                                id: fact
                                required property var modelData
                                width: sentence.width
                                height: said.implicitHeight
                                Rectangle { width: Theme.px(6); height: parent.height; radius: width / 2; color: Theme.harbourLine }
                                Column {
                                    id: said
                                    x: Theme.px(28)
                                    width: parent.width - x
                                    Words { width: parent.width; text: fact.modelData.fact; font.pixelSize: Theme.small }
                                    Words { width: parent.width; text: fact.modelData.source; font.pixelSize: Theme.tiny; color: Theme.soft }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
