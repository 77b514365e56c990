import QtQuick
import "."

// A short word on a card: an offer, an age, a recall.
Rectangle {
    id: badge
    property string text
    property string icon: ""
    property color fill: Theme.sunPale
    property color colour: Theme.ink
    property int size: Theme.tiny
    visible: text !== ""
    implicitWidth: row.implicitWidth + Theme.px(28)
    implicitHeight: Math.round(size * 1.8)
    radius: height / 2
    color: fill
    Row {
        id: row
        anchors.centerIn: parent
        spacing: Theme.px(8)
        Icon { visible: badge.icon !== ""; name: badge.icon || "pin"; colour: badge.colour; size: Math.round(badge.size * 1.2); anchors.verticalCenter: parent.verticalCenter }
        Words { text: badge.text; font.pixelSize: badge.size; font.weight: Font.DemiBold; color: badge.colour; wrapMode: Text.NoWrap; anchors.verticalCenter: parent.verticalCenter }
    }
}
