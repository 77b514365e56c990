import QtQuick
import "."

// Both sides of the conversation in words: what was asked, and what the kiosk says; above it what the kiosk is doing now.
Item {
    id: captions
    required property var app
    property real most: 0
    readonly property var talk: app.talk
    readonly property var t: app.words
    readonly property string doing: app.listening.state !== "idle" ? app.listening.state : talk.busy ? "thinking" : app.sound.speaking ? "talking" : ""
    readonly property bool open: app.listening.open === true && app.listening.state === "idle"
    readonly property bool watching: app.camera.active
    implicitHeight: column.height
    height: implicitHeight
    Column {
        id: column
        width: parent.width
        spacing: Theme.px(18)
        Item {
            id: asking
            readonly property real room: history.visible ? history.width + Theme.px(18) : 0
            visible: question.wanted
            width: parent.width
            height: Math.max(question.height, history.visible ? history.height : 0)
            RoundButton {
                id: history
                visible: captions.talk.history.rows.length > 1
                icon: "talk"
                name: captions.t["history"]
                anchors { left: parent.left; bottom: parent.bottom }
                onTouched: captions.talk.panel === "history" ? captions.talk.back() : captions.talk.show("history")
            }
            Rectangle {
                id: question
                readonly property string soFar: captions.app.listening.caption === undefined ? "" : captions.app.listening.caption
                readonly property bool hearing: captions.app.listening.state !== "idle"
                readonly property bool wanted: hearing ? soFar !== "" : captions.talk.question !== ""
                visible: wanted
                anchors.right: parent.right
                width: Math.min(parent.width * 0.86, parent.width - asking.room, askedSize.advanceWidth + Theme.px(72))
                height: Math.min(asked.implicitHeight, captions.most * 0.4) + Theme.px(36)
                radius: Theme.radius
                color: Theme.harbour
                TextMetrics { id: askedSize; font: asked.font; text: asked.text }
                Scroll {
                    anchors { fill: parent; margins: Theme.px(18); leftMargin: Theme.px(32); rightMargin: Theme.px(32) }
                    name: captions.t["you"]
                    contentHeight: asked.implicitHeight
                    Words { id: asked; width: parent.width; text: question.hearing ? question.soFar + " …" : captions.talk.question; color: Theme.white }
                }
            }
        }
        Rectangle {
            id: reply
            readonly property real room: captions.most - (question.wanted ? asking.height + column.spacing : 0) - Theme.px(56)
            width: parent.width
            height: Math.max(Theme.px(60), buttons.wanted ? buttons.height - Theme.px(24) : 0, Math.min(text.height, room)) + Theme.px(56)
            radius: Theme.radius
            color: Theme.card
            border.color: Theme.line
            border.width: Theme.px(2)
            Grid {
                id: buttons
                readonly property bool wanted: why.visible || voice.visible
                columns: reply.width > Theme.px(900) || reply.room < 2 * Theme.touch ? 2 : 1
                spacing: Theme.px(12)
                horizontalItemAlignment: Grid.AlignHCenter
                verticalItemAlignment: Grid.AlignVCenter
                anchors { right: parent.right; rightMargin: Theme.px(20); verticalCenter: parent.verticalCenter }
                PillButton {
                    id: why
                    visible: captions.talk.answers && !captions.talk.busy && captions.app.listening.state === "idle"
                    chosen: captions.talk.panel === "why"
                    text: captions.t["why"]
                    name: captions.t["why_name"]
                    size: Theme.small
                    narrow: true
                    fill: Theme.harbourPale
                    colour: Theme.harbour
                    onTouched: chosen ? captions.talk.back() : captions.app.why.ask()
                }
                RoundButton {
                    id: voice
                    readonly property bool speaking: captions.app.sound.speaking
                    visible: speaking || (captions.app.sound.available && captions.app.sound.volume > 0 && captions.talk.reply !== "" && captions.doing === "")
                    icon: speaking ? "stop" : "again"
                    name: captions.t[speaking ? "talking_stop" : "again"]
                    fill: Theme.harbourPale
                    onTouched: speaking ? captions.app.sound.stop() : captions.app.again()
                }
            }
            Scroll {
                anchors { left: parent.left; top: parent.top; bottom: parent.bottom; right: buttons.wanted ? buttons.left : parent.right; margins: Theme.px(28); leftMargin: Theme.px(36); rightMargin: Theme.px(20) }
                name: captions.t["captions"]
                contentHeight: text.height
                Column {
                    id: text
                    width: parent.width - Theme.px(16)
                    spacing: Theme.px(10)
                    Flow {
                        visible: captions.doing !== "" || captions.watching || captions.open
                        width: parent.width
                        spacing: Theme.px(12)
                        Badge { text: captions.doing ? captions.t[captions.doing] : ""; icon: ({ "listening": "mic", "hearing": "mic", "thinking": "clock", "talking": "volume" })[captions.doing] || ""; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small }
                        Badge { text: captions.open ? captions.t["microphone_on"] : ""; icon: "mic"; fill: Theme.sunPale; size: Theme.small }
                        Badge { text: captions.app.listening.clipping === true ? captions.t["too_loud"] : ""; icon: "warning"; fill: Theme.coralPale; colour: Theme.coral; size: Theme.small }
                        Badge { text: captions.watching ? captions.t["camera_on"] : ""; icon: "camera"; fill: Theme.sunPale; size: Theme.small }
                    }
                    Words {
                        width: parent.width
                        visible: text !== ""
                        text: captions.app.listening.state === "listening" ? captions.t["listening_sub"] : captions.doing === "hearing" || captions.doing === "thinking" ? "" : captions.talk.reply || captions.t["welcome"]
                        font.pixelSize: text.length > (captions.app.chinese ? 70 : 170) ? Theme.body : Theme.lead
                        font.weight: Font.Medium
                        lineHeight: 1.1
                    }
                }
            }
        }
    }
}
