import QtQuick
import "."

// The PIN pad: fingers, or the digits, Backspace and Enter of a keyboard. Of the door, or of a `mode` that takes digits as it does.
FocusScope {
    id: pad
    required property var app
    property var mode: app.mode
    property string title: t["door_title"]
    readonly property var t: app.words
    readonly property bool tall: Theme.portrait
    property bool ready: mode.wait === 0 && !mode.checking
    property string note: mode.note === "wrong" ? t[mode.left === 1 ? "door_wrong_last" : "door_wrong"].replace("{left}", mode.left)
        : mode.note === "short" ? t["door_short"]
        : mode.wait > 120 ? t["door_locked_long"].replace("{minutes}", Math.ceil(mode.wait / 60))
        : mode.wait > 0 ? t["door_locked"].replace("{seconds}", mode.wait) : ""
    readonly property int key: Math.max(Theme.primary, Math.min(Theme.px(tall ? 170 : 130), (pad.height - 5 * Theme.gap) / (tall ? 7 : 5)))
    readonly property int wide: Math.round(key * 1.35)
    focus: true
    Keys.onPressed: (event) => {
        if (event.modifiers & (Qt.ControlModifier | Qt.AltModifier | Qt.MetaModifier)) return
        if (event.text >= "0" && event.text <= "9" && event.text.length === 1) { pad.forceActiveFocus(); pad.mode.press(event.text) }
        else if (event.key === Qt.Key_Backspace) pad.mode.erase()
        else if (event.key === Qt.Key_Return || event.key === Qt.Key_Enter) pad.mode.submit()
        else return
        event.accepted = true
    }
    Grid {
        anchors.centerIn: parent
        columns: pad.tall ? 1 : 2
        spacing: Theme.px(pad.tall ? 48 : 80)
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter
        Column {
            width: pad.tall ? Math.min(pad.width, Theme.text(760)) : Math.min(Theme.text(600), pad.width - keys.width - Theme.px(80))
            spacing: Theme.gap
            Words { width: parent.width; text: pad.title; font.pixelSize: Theme.large; font.bold: true; horizontalAlignment: Text.AlignHCenter }
            Row {
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.px(18)
                Accessible.role: Accessible.StaticText
                Accessible.name: pad.t["door_typed"].replace("{count}", pad.mode.entered)
                Repeater {
                    model: 8
                    Rectangle {
                        required property int index
                        readonly property bool there: index < pad.mode.entered
                        width: Theme.px(36)
                        height: width
                        radius: width / 2
                        color: there ? Theme.harbour : Theme.paper
                        border { color: there ? Theme.harbour : Theme.soft; width: Theme.px(3) }
                    }
                }
            }
            Item {
                width: parent.width
                height: Math.max(told.implicitHeight, Theme.body * 2.8)
                Words { id: told; width: parent.width; text: pad.note; color: Theme.coral; font.weight: Font.DemiBold; horizontalAlignment: Text.AlignHCenter }
            }
        }
        Grid {
            id: keys
            columns: 3
            spacing: Theme.px(16)
            enabled: pad.ready
            opacity: pad.ready ? 1 : 0.45
            Repeater {
                model: ["1", "2", "3", "4", "5", "6", "7", "8", "9", "-", "0", "+"]
                Key {
                    required property string modelData
                    readonly property bool digit: modelData >= "0" && modelData <= "9"
                    width: pad.wide
                    height: pad.key
                    text: digit ? modelData : ""
                    icon: digit ? "" : modelData === "-" ? "backspace" : "check"
                    name: digit ? modelData : pad.t[modelData === "-" ? "type_delete" : "door_open"]
                    fill: digit ? Theme.card : modelData === "-" ? Theme.shade : Theme.harbour
                    colour: modelData === "+" ? Theme.white : Theme.ink
                    size: Theme.px(56)
                    onTouched: digit ? pad.mode.press(modelData) : modelData === "-" ? pad.mode.erase() : pad.mode.submit()
                }
            }
        }
    }
}
