import QtQuick
import "."

// The on-screen keyboard with its field; in Chinese with pinyin and candidates. `done` is what the button beside the field says, and `finished` what it does.
Rectangle {
    id: panel
    required property var app
    readonly property var keys: app.keyboard
    readonly property var t: app.words
    property string prompt: t["placeholder"]
    property string done: ""
    signal finished()
    readonly property int keyHeight: Math.max(Theme.px(Theme.portrait ? 104 : 90), Theme.mm(15))
    readonly property color plain: Theme.strong ? Theme.shade : Theme.line
    readonly property int space: Theme.px(10)
    readonly property real board: Math.min(width - 2 * Theme.px(28), Theme.px(1360))
    readonly property real keyWidth: (board - 9 * space) / 10
    readonly property real side: keyWidth * 1.45
    readonly property int candidateHeight: Math.max(Theme.px(84), Theme.mm(15))
    height: column.height + Theme.px(28) + Theme.radius + Theme.px(20)
    color: Theme.shade
    radius: Theme.radius
    border.color: Theme.line
    border.width: Theme.px(2)
    MouseArea { anchors.fill: parent }
    Column {
        id: column
        width: panel.board
        anchors { horizontalCenter: parent.horizontalCenter; top: parent.top; topMargin: Theme.px(28) }
        spacing: panel.space
        Row {
            width: parent.width
            spacing: Theme.px(14)
            Rectangle {
                width: parent.width - ask.width - parent.spacing
                height: ask.height
                radius: Theme.px(24)
                color: Theme.card
                border.color: Theme.harbour
                border.width: Theme.px(3)
                clip: true
                Row {
                    id: typed
                    x: Math.min(Theme.px(28), parent.width - width - Theme.px(28))
                    anchors.verticalCenter: parent.verticalCenter
                    Words { text: panel.keys.text; font.pixelSize: Theme.px(42); wrapMode: Text.NoWrap; elide: Text.ElideNone }
                    Words { text: panel.keys.letters; font.pixelSize: Theme.px(42); font.underline: true; color: Theme.harbour; wrapMode: Text.NoWrap; elide: Text.ElideNone }
                    Rectangle { width: Theme.px(4); height: Theme.px(48); color: Theme.coral; anchors.verticalCenter: parent.verticalCenter }
                }
                Words { visible: panel.keys.text === "" && panel.keys.letters === ""; anchors { left: parent.left; leftMargin: Theme.px(44); right: parent.right; rightMargin: Theme.px(20); verticalCenter: parent.verticalCenter } text: panel.prompt; font.pixelSize: Math.min(Theme.body, Theme.px(36)); color: Theme.soft; wrapMode: Text.NoWrap }
            }
            PillButton { id: ask; text: panel.done || panel.t["ask"]; icon: panel.done ? "check" : "send"; least: Theme.primary; usable: panel.done !== "" || panel.keys.text !== "" || panel.keys.letters !== ""; onTouched: panel.done ? panel.finished() : panel.keys.submit() }
        }
        Scroll {
            visible: panel.keys.chinese
            width: parent.width
            height: panel.candidateHeight
            sideways: true
            contentWidth: words.width
            Row {
                id: words
                spacing: Theme.px(10)
                Repeater {
                    model: panel.keys.candidates
                    Rectangle {
                        id: candidate
                        required property string modelData
                        required property int index
                        width: Math.max(panel.candidateHeight, word.implicitWidth + Theme.px(44))
                        height: panel.candidateHeight
                        radius: Theme.px(16)
                        color: index === 0 ? Theme.harbour : Theme.card
                        Words { id: word; anchors.centerIn: parent; text: candidate.modelData; font.pixelSize: Theme.px(42); color: candidate.index === 0 ? Theme.white : Theme.ink; wrapMode: Text.NoWrap }
                        Pressable { name: candidate.modelData; rounding: candidate.radius; onTouched: panel.keys.choose(candidate.index) }
                    }
                }
            }
        }
        Repeater {
            model: panel.keys.rows.slice(0, 2)
            Row {
                id: line
                required property var modelData
                spacing: panel.space
                anchors.horizontalCenter: parent.horizontalCenter
                Repeater {
                    model: line.modelData
                    Key { required property string modelData; text: modelData; width: panel.keyWidth; height: panel.keyHeight; onTouched: panel.keys.press(modelData) }
                }
            }
        }
        Row {
            spacing: panel.space
            anchors.horizontalCenter: parent.horizontalCenter
            Key { icon: "shift"; name: panel.t["type_shift"]; fill: panel.keys.upper ? Theme.sun : panel.plain; width: panel.side; height: panel.keyHeight; onTouched: panel.keys.shift() }
            Repeater {
                model: panel.keys.rows[2]
                Key { required property string modelData; text: modelData; width: panel.keyWidth; height: panel.keyHeight; onTouched: panel.keys.press(modelData) }
            }
            Key { icon: "backspace"; name: panel.t["type_delete"]; fill: panel.plain; width: panel.side; height: panel.keyHeight; onTouched: panel.keys.backspace() }
        }
        Row {
            spacing: panel.space
            anchors.horizontalCenter: parent.horizontalCenter
            Key { text: panel.keys.signs ? "abc" : "123"; name: panel.t[panel.keys.signs ? "type_letters" : "type_signs"]; size: Theme.px(30); fill: panel.plain; width: panel.side; height: panel.keyHeight; onTouched: panel.keys.toggleSigns() }
            Key { text: panel.keys.chinese ? "中 / en" : "en / 中"; name: panel.t[panel.keys.chinese ? "type_english" : "type_chinese"]; size: Theme.px(30); fill: panel.plain; width: panel.keyWidth * 1.5; height: panel.keyHeight; onTouched: panel.keys.toggleChinese() }
            Key { text: panel.t["space"]; name: panel.t["type_space"]; size: Theme.px(30); colour: Theme.soft; width: panel.keyWidth * 4; height: panel.keyHeight; onTouched: panel.keys.space() }
            Key { text: panel.keys.chinese ? "？" : "?"; width: panel.keyWidth; height: panel.keyHeight; onTouched: panel.keys.press(text) }
            Key { icon: "hide"; name: panel.t["type_hide"]; fill: panel.plain; width: panel.side; height: panel.keyHeight; onTouched: panel.keys.hide() }
        }
    }
}
