import QtQuick
import "."

// A line icon in a colour.
Image {
    id: icon
    required property string name
    property color colour: Theme.ink
    property int size: Theme.px(44)
    width: size
    height: size
    sourceSize: Qt.size(size, size)
    source: "image://icon/" + name + "/" + colour.toString().slice(-6)
}
