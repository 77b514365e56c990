import QtQuick
import "."

// Today's offers, one after the other.
Rectangle {
    id: strip
    required property var app
    readonly property var offer: app.attract.offer
    property real room: 10000
    visible: offer.name !== undefined && implicitHeight <= room
    implicitHeight: Math.max(picture.height, words.implicitHeight) + Theme.px(32)
    radius: Theme.radius
    color: Theme.sunPale
    ProductPicture { id: picture; source: strip.offer.picture || ""; x: Theme.px(16); width: Theme.px(120); height: width; anchors.verticalCenter: parent.verticalCenter }
    Column {
        id: words
        anchors { left: picture.right; right: parent.right; leftMargin: Theme.px(24); rightMargin: Theme.px(24); verticalCenter: parent.verticalCenter }
        Words { width: parent.width; text: strip.app.words["offers_today"]; font.pixelSize: Theme.tiny; color: Theme.soft }
        Words { width: parent.width; text: strip.offer.name || ""; font.pixelSize: Theme.text(34); font.bold: true; lineHeight: 1.0 }
        Words { width: parent.width; text: strip.offer.costs || ""; font.pixelSize: Theme.small; color: Theme.soft }
    }
}
