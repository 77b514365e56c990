import QtQuick
import QtQuick.Window
import "."

// The gallery's list: a touch or the arrow keys open a state; the buttons change language, text, contrast and the way the window stands.
Window {
    id: root
    required property var browser
    width: 300
    height: 900
    visible: true
    title: "kiosk ui gallery"
    color: "#F7F2E8"
    component Line: Rectangle {
        id: line
        property string text
        property bool chosen: false
        signal touched()
        width: 280
        height: 30
        radius: 6
        color: chosen ? "#0F4F4C" : "#FFFFFF"
        Text { anchors { left: parent.left; leftMargin: 12; verticalCenter: parent.verticalCenter } text: line.text; font.pixelSize: 15; color: line.chosen ? "#FFFFFF" : "#1D2A2B" }
        MouseArea { anchors.fill: parent; onClicked: line.touched() }
    }
    ListView {
        id: list
        anchors { fill: parent; margins: 10 }
        focus: true
        spacing: 3
        clip: true
        currentIndex: root.browser.at
        Keys.onUpPressed: root.browser.open(root.browser.at - 1)
        Keys.onDownPressed: root.browser.open(root.browser.at + 1)
        header: Column {
            spacing: 3
            bottomPadding: 12
            Line { text: "Language / 语言"; onTouched: root.browser.turnLanguage() }
            Line { text: "Text: normal, large, largest"; onTouched: root.browser.turnText() }
            Line { text: "Contrast 4.5:1 / 7:1"; onTouched: root.browser.turnContrast() }
            Line { text: "Portrait / landscape"; onTouched: root.browser.turnAround() }
        }
        model: root.browser.names
        delegate: Line {
            required property string modelData
            required property int index
            text: modelData
            chosen: index === root.browser.at
            onTouched: root.browser.open(index)
        }
    }
}
