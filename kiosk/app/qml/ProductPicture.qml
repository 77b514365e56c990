import QtQuick
import "."

// The drawn picture of a product on its tile.
Rectangle {
    id: tile
    required property string source
    radius: Theme.px(22)
    color: Theme.paper
    Image {
        anchors { fill: parent; margins: parent.width * 0.07 }
        source: tile.source
        sourceSize: Qt.size(width, height)
        fillMode: Image.PreserveAspectFit
        asynchronous: true  // a drawing takes a millisecond, an answer has twelve
    }
}
