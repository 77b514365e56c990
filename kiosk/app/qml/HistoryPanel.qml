import QtQuick
import "."

// What was said in this visit, both sides, the newest at the bottom; a reply can be said again, and what it showed be shown again.
Rectangle {
    id: panel
    required property var app
    readonly property var t: app.words
    property var rows: []
    Binding on rows { value: panel.app.talk.history.rows; when: panel.visible; restoreMode: Binding.RestoreNone }  // as in CardsPanel
    radius: Theme.radius
    color: Theme.card
    border { color: Theme.line; width: Theme.px(2) }
    function toNewest() { said.contentY = Math.max(0, said.contentHeight - said.height) }
    onVisibleChanged: if (visible) Qt.callLater(toNewest)
    Item {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(28) }
        height: Math.max(back.height, title.implicitHeight)
        Words { id: title; width: parent.width - back.width - Theme.gap; text: panel.t["history"]; font.pixelSize: Theme.large; font.bold: true; anchors.verticalCenter: parent.verticalCenter }
        PillButton { id: back; anchors.right: parent.right; text: panel.t["back"]; icon: "back"; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small; onTouched: panel.app.talk.back() }
    }
    Scroll {
        id: said
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: foot.top; margins: Theme.px(28); topMargin: Theme.px(16); bottomMargin: Theme.px(8) }
        name: panel.t["history"]
        contentHeight: column.height
        onContentHeightChanged: if (panel.visible) panel.toNewest()
        Column {
            id: column
            width: parent.width - Theme.px(16)
            spacing: Theme.px(16)
            Repeater {
                model: panel.visible ? panel.rows : []
                Column {
                    id: turn
                    required property var modelData
                    width: column.width
                    spacing: Theme.px(12)
                    Rectangle {
                        visible: turn.modelData.question !== ""
                        anchors.right: parent.right
                        width: Math.min(parent.width * 0.86, size.advanceWidth + Theme.px(60))
                        height: asked.implicitHeight + Theme.px(28)
                        radius: Theme.radius
                        color: Theme.harbour
                        TextMetrics { id: size; font: asked.font; text: asked.text }
                        Words { id: asked; anchors { fill: parent; margins: Theme.px(14); leftMargin: Theme.px(28); rightMargin: Theme.px(28) } text: turn.modelData.question; color: Theme.white; font.pixelSize: Theme.small }
                    }
                    Rectangle {
                        width: parent.width
                        height: Math.max(reply.implicitHeight, buttons.height) + Theme.px(28)
                        radius: Theme.radius
                        color: Theme.card
                        border { color: Theme.line; width: Theme.px(2) }
                        Words { id: reply; anchors { left: parent.left; right: buttons.left; leftMargin: Theme.px(28); rightMargin: Theme.px(16); verticalCenter: parent.verticalCenter } text: turn.modelData.reply; font.pixelSize: Theme.small }
                        Row {
                            id: buttons
                            spacing: Theme.px(12)
                            anchors { right: parent.right; rightMargin: Theme.px(16); verticalCenter: parent.verticalCenter }
                            RoundButton { visible: turn.modelData.shows; icon: "note"; name: panel.t["history_show"] + ": " + turn.modelData.question; size: Theme.side; fill: Theme.harbourPale; onTouched: panel.app.talk.history.show(turn.modelData.number) }
                            RoundButton { visible: panel.app.sound.available && panel.app.sound.volume > 0; icon: "again"; name: panel.t["again"] + ": " + turn.modelData.question; size: Theme.side; fill: Theme.harbourPale; onTouched: panel.app.talk.history.say(turn.modelData.number) }
                        }
                    }
                }
            }
        }
    }
    Words { id: foot; anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(28); topMargin: 0 } text: panel.t["history_note"]; font.pixelSize: Theme.tiny; color: Theme.soft }
}
