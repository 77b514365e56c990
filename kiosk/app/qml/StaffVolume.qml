import QtQuick
import "."

// How loud every visitor's visit begins.
Scroll {
    id: panel
    required property var app
    readonly property var rooms: app.mode.rooms
    readonly property var t: app.words
    name: t["mode_volume"]
    contentHeight: column.height
    Column {
        id: column
        width: Math.min(parent.width - Theme.px(16), Theme.text(760))
        spacing: Theme.gap
        Words { width: parent.width; text: panel.t["volume_first"]; font.pixelSize: Theme.lead; font.bold: true; color: Theme.harbour }
        Words { width: parent.width; text: panel.rooms.volume + " %"; font.pixelSize: Theme.text(96); font.bold: true; color: Theme.harbour }
        Row {
            id: two
            width: parent.width
            spacing: Theme.px(16)
            PillButton { width: (two.width - two.spacing) / 2; text: panel.t["quieter"]; fill: Theme.harbourPale; colour: Theme.harbour; usable: panel.rooms.fixed === "" && panel.rooms.volume > 0; onTouched: panel.rooms.setVolume(panel.rooms.volume - 10) }
            PillButton { width: (two.width - two.spacing) / 2; text: panel.t["louder"]; fill: Theme.harbourPale; colour: Theme.harbour; usable: panel.rooms.fixed === "" && panel.rooms.volume < 100; onTouched: panel.rooms.setVolume(panel.rooms.volume + 10) }
        }
        PillButton { visible: panel.app.sound.available; width: Math.min(implicitWidth, parent.width); text: panel.t["volume_try"]; icon: "volume"; usable: panel.rooms.volume > 0; onTouched: panel.app.tryVolume() }
        Words { visible: !panel.app.sound.available; width: parent.width; text: panel.t["no_speaker"]; color: Theme.soft }
        Row {
            visible: panel.rooms.saved
            spacing: Theme.px(12)
            Icon { name: "check"; colour: Theme.leaf; size: Theme.text(36); anchors.verticalCenter: parent.verticalCenter }
            Words { text: panel.t["volume_saved"]; color: Theme.leaf; font.weight: Font.DemiBold; wrapMode: Text.NoWrap }
        }
        Words { width: parent.width; text: panel.rooms.fixed ? panel.t["volume_fixed"].replace("{name}", panel.rooms.fixed) : panel.t["volume_sub"]; font.pixelSize: Theme.small; color: panel.rooms.fixed ? Theme.coral : Theme.soft; wrapMode: Text.Wrap }
    }
}
