import QtQuick
import "."

// What the shopper takes along: the text itself as a QR code, dark on white in every theme. The bar's `open` names the text, a property of the talk.
Box {
    id: popup
    required property var app
    readonly property bool asked: ["listText", "wayText", "ticketText"].includes(bar.open)
    readonly property string text: asked ? app.talk[bar.open] : ""
    readonly property real inner: Math.min(bar.width, Theme.text(620)) - 2 * Theme.gap
    readonly property real tallest: (above ? bar.y : parent.height - bar.y - bar.height) - Theme.margin - Theme.touch - 4 * Theme.gap
    // A module is a whole number of pixels and there are at most 117 of them: with 117 pixels more than 60 mm the code is never smaller than that.
    readonly property real least: Theme.mm(60) + 117
    readonly property real room: Theme.portrait ? Math.min(Math.max(least, inner * 0.8), inner) : Math.min(least, tallest)
    readonly property real beside: Math.min(Theme.text(400), bar.width - room - 3 * Theme.gap)
    width: Theme.portrait ? inner + 2 * Theme.gap : room + beside + 3 * Theme.gap
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
