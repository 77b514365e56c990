import QtQuick
import "."

// A box that unfolds from the top bar. What lies below it waits; a touch beside it folds it again.
Rectangle {
    id: box
    default property alias content: column.data
    required property string heading
    required property string closing
    required property Item bar
    property bool above: bar.y > Theme.margin
    property Item opener: null
    function fold() { bar.open = "" }
    // Keys that were in here go back to where they came from; nothing that is gone may keep them, or Enter would go nowhere.
    function giveBack() {
        if (opener && opener.objectName === "pressable" && opener.visible && opener.enabled) opener.forceActiveFocus(Qt.TabFocusReason)
        opener = null
    }
    enabled: visible
    onVisibleChanged: if (visible) opener = Window.activeFocusItem; else Qt.callLater(box.giveBack)
    x: bar.x + bar.width - width
    y: above ? bar.y - height - Theme.px(12) : bar.y + bar.height + Theme.px(12)
    z: 5
    width: Math.min(bar.width, Theme.text(620))
    implicitHeight: column.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: Theme.card
    border.color: Theme.line
    border.width: Theme.px(3)
    MouseArea { anchors.fill: parent }
    Keys.onEscapePressed: box.fold()
    Column {
        id: column
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.gap }
        spacing: Theme.px(18)
        Item {
            width: parent.width
            implicitHeight: Math.max(close.height, title.implicitHeight)
            Words { id: title; anchors { left: parent.left; right: close.left; rightMargin: Theme.px(12); verticalCenter: parent.verticalCenter } text: box.heading; font.pixelSize: Theme.lead; font.bold: true }
            RoundButton { id: close; icon: "close"; name: box.closing; fill: Theme.harbourPale; anchors { right: parent.right; verticalCenter: parent.verticalCenter } onTouched: box.fold() }
        }
    }
}
