import QtQuick
import "."

// What may be longer than its room: a finger drags it, the arrow keys move it, a bar shows that there is more, and what has the focus is seen.
Flickable {
    id: scroll
    property string name: ""
    property bool sideways: false
    readonly property bool longer: sideways ? contentWidth > width + 1 : contentHeight > height + 1
    clip: true
    interactive: longer
    boundsBehavior: Flickable.StopAtBounds
    flickableDirection: sideways ? Flickable.HorizontalFlick : Flickable.VerticalFlick
    activeFocusOnTab: (longer && !sideways) || activeFocus
    Accessible.role: Accessible.Pane
    Accessible.name: name
    Accessible.focusable: longer
    function move(by) { contentY = Math.max(0, Math.min(contentHeight - height, contentY + by)) }
    function reveal(item) {
        for (let above = item; above; above = above.parent) {
            if (above !== contentItem) continue
            const at = item.mapToItem(contentItem, 0, 0)
            if (sideways) contentX = Math.max(0, Math.min(at.x - Theme.gap, contentWidth - width))
            else if (at.y < contentY || at.y + item.height > contentY + height) contentY = Math.max(0, Math.min(at.y - Theme.gap, contentHeight - height))
            return
        }
    }
    Keys.onPressed: (event) => {
        const by = { [Qt.Key_Down]: 0.3, [Qt.Key_Up]: -0.3, [Qt.Key_PageDown]: 0.9, [Qt.Key_PageUp]: -0.9 }[event.key]
        if (by === undefined) return
        scroll.move(by * scroll.height)
        event.accepted = true
    }
    Connections {
        target: scroll.Window.window
        function onActiveFocusItemChanged() { scroll.reveal(scroll.Window.window.activeFocusItem) }
    }
    Rectangle {
        parent: scroll
        visible: scroll.longer && !scroll.sideways
        anchors.right: parent.right
        width: Theme.px(8)
        radius: width / 2
        y: scroll.visibleArea.yPosition * scroll.height
        height: scroll.visibleArea.heightRatio * scroll.height
        color: scroll.activeFocus ? Theme.ink : Theme.soft
    }
    Rectangle { parent: scroll; visible: scroll.activeFocus; anchors.fill: parent; radius: Theme.radius; color: "transparent"; border { color: Theme.ink; width: Theme.px(6) } }
}
