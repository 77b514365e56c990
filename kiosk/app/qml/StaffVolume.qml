import QtQuick
import "."

// How loud every visitor's visit begins, and how bright the screen is.
Scroll {
    id: panel
    required property var app
    readonly property var rooms: app.mode.rooms
    readonly property var light: app.brightness
    readonly property var t: app.words
    name: t["mode_volume"]
    contentHeight: column.height
    component Dial: Column {
        id: dial
        required property string heading
        required property int value
        required property string less
        required property string more
        property int least: 0
        property string fixed: ""
        property string note: ""
        default property alias extra: between.data
        signal wanted(int percent)
        width: column.width
        spacing: Theme.px(16)
        Words { width: parent.width; text: dial.heading; font.pixelSize: Theme.lead; font.bold: true; color: Theme.harbour }
        Words { width: parent.width; text: dial.value + " %"; font.pixelSize: Theme.text(72); font.bold: true; color: Theme.harbour }
        Row {
            id: two
            width: parent.width
            spacing: Theme.px(16)
            PillButton { width: (two.width - two.spacing) / 2; text: dial.less; fill: Theme.harbourPale; colour: Theme.harbour; usable: dial.fixed === "" && dial.value > dial.least; onTouched: dial.wanted(Math.max(dial.least, dial.value - 10)) }
            PillButton { width: (two.width - two.spacing) / 2; text: dial.more; fill: Theme.harbourPale; colour: Theme.harbour; usable: dial.fixed === "" && dial.value < 100; onTouched: dial.wanted(Math.min(100, dial.value + 10)) }
        }
        Column { id: between; width: parent.width; visible: children.length > 0; spacing: Theme.px(12) }
        Words { width: parent.width; text: dial.fixed ? panel.t["volume_fixed"].replace("{name}", dial.fixed) : dial.note; font.pixelSize: Theme.small; color: dial.fixed ? Theme.coral : Theme.soft; wrapMode: Text.Wrap }
    }
    Column {
        id: column
        width: Math.min(parent.width - Theme.px(16), Theme.text(760))
        spacing: Theme.px(36)
        Dial {
            heading: panel.t["volume_first"]
            value: panel.rooms.volume
            less: panel.t["quieter"]
            more: panel.t["louder"]
            fixed: panel.rooms.fixed.volume || ""
            note: panel.t["volume_sub"]
            onWanted: (percent) => panel.rooms.setVolume(percent)
            PillButton { visible: panel.app.sound.available; width: Math.min(implicitWidth, parent.width); text: panel.t["volume_try"]; icon: "volume"; usable: panel.rooms.volume > 0; onTouched: panel.app.tryVolume() }
            Words { visible: !panel.app.sound.available; width: parent.width; text: panel.t["no_speaker"]; color: Theme.soft }
        }
        Dial {
            heading: panel.t["light"]
            value: Math.max(panel.light.percent, panel.light.least)
            least: panel.light.least
            less: panel.t["darker"]
            more: panel.t["brighter"]
            fixed: panel.rooms.fixed.brightness || ""
            note: panel.t["light_sub"]
            onWanted: (percent) => panel.rooms.setBrightness(percent)
        }
        Row {
            visible: panel.rooms.saved
            spacing: Theme.px(12)
            Icon { name: "check"; colour: Theme.leaf; size: Theme.text(36); anchors.verticalCenter: parent.verticalCenter }
            Words { text: panel.t["volume_saved"]; color: Theme.leaf; font.weight: Font.DemiBold; wrapMode: Text.NoWrap }
        }
    }
}
