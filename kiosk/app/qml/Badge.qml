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
    property real most: parent ? parent.width : 0
    readonly property real beside: icon !== "" ? Math.round(size * 1.2) + Theme.px(8) : 0
    visible: text !== ""
    implicitWidth: Math.min(most, Math.ceil(metrics.advanceWidth) + beside + Theme.px(32))
    implicitHeight: words.implicitHeight + Theme.px(10)
    radius: Math.min(height / 2, Theme.px(24))
    color: fill
    TextMetrics { id: metrics; font: words.font; text: badge.text }
    Row {
        anchors.centerIn: parent
        spacing: Theme.px(8)
        Icon { visible: badge.icon !== ""; name: badge.icon || "pin"; colour: badge.colour; size: Math.round(badge.size * 1.2); anchors.verticalCenter: parent.verticalCenter }
        Words { id: words; text: badge.text; width: badge.width - badge.beside - Theme.px(26); font.pixelSize: badge.size; font.weight: Font.DemiBold; color: badge.colour; anchors.verticalCenter: parent.verticalCenter }
    }
}
