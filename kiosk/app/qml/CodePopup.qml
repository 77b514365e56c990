import QtQuick
import "."

// What the shopper takes along: the text itself as a QR code, dark on white in every theme. The bar's `open` names the text, a property of the talk.
Box {
    id: popup
    required property var app
    readonly property bool asked: ["listText", "wayText", "ticketText"].includes(bar.open)
    readonly property string text: asked ? app.talk[bar.open] : ""
    // A module is a whole number of pixels and there are at most 117 of them: with so much room the code is never under 60 mm.
    readonly property real room: Math.min(Theme.mm(60) + 117, width - 2 * Theme.gap, tallest - Theme.touch - 3 * Theme.gap)
    readonly property real tallest: (above ? bar.y : parent.height - bar.y - bar.height) - Theme.gap - Theme.margin
    readonly property real beside: width - 3 * Theme.gap - room
    onTextChanged: if (asked && text === "") Qt.callLater(popup.fold)
    visible: text !== ""
    heading: app.words["take"]
    closing: app.words["close"]
    Grid {
        width: parent.width
        columns: Theme.portrait ? 1 : 2
        spacing: Theme.gap
        horizontalItemAlignment: Theme.portrait ? Grid.AlignHCenter : Grid.AlignLeft
        verticalItemAlignment: Grid.AlignVCenter
        Rectangle {
            width: popup.room
            height: popup.room
            color: "#FFFFFF"
            Image {
                objectName: "code"
                anchors.centerIn: parent
                fillMode: Image.Pad
                smooth: false
                cache: false
                sourceSize: Qt.size(popup.room, popup.room)
                source: popup.text ? "image://code/" + encodeURIComponent(popup.text) : ""
                Accessible.role: Accessible.Graphic
                Accessible.name: popup.text
            }
        }
        Words { width: Theme.portrait ? parent.width : popup.beside; text: popup.app.words["take_how"] }
    }
}
