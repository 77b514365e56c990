import QtQuick
import "."

// The shopping list, in the order of the walk through the shop.
Rectangle {
    id: panel
    required property var app
    signal taken()
    readonly property var t: app.words
    property var rows: []
    Binding on rows { value: panel.app.talk.listed; when: panel.visible; restoreMode: Binding.RestoreNone }  // as in CardsPanel
    radius: Theme.radius
    color: Theme.card
    border.color: Theme.line
    border.width: Theme.px(2)
    Item {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(28) }
        height: back.height
        Words { width: parent.width - back.width - Theme.gap; text: panel.t["list"]; font.pixelSize: Theme.large; font.bold: true; anchors.verticalCenter: parent.verticalCenter }
        PillButton { id: back; anchors.right: parent.right; text: panel.t["back"]; icon: "back"; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small; onTouched: panel.app.talk.back() }
    }
    Scroll {
        id: shown
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: foot.top; margins: Theme.px(28); topMargin: Theme.px(16); bottomMargin: Theme.px(8) }
        name: panel.t["list"]
        contentHeight: column.height
        Column {
            id: column
            width: parent.width - Theme.px(14)
            Repeater {
                model: panel.rows
                Item {
                    id: row
                    required property var modelData
                    width: column.width
                    height: Math.max(Theme.px(144), facts.implicitHeight + Theme.px(28))
                    ProductPicture { id: picture; source: row.modelData.picture; width: Theme.px(Theme.textScale > 1.1 ? 84 : 116); height: width; anchors.verticalCenter: parent.verticalCenter }
                    Column {
                        id: facts
                        anchors { left: picture.right; leftMargin: Theme.px(24); right: price.left; rightMargin: Theme.px(16); verticalCenter: parent.verticalCenter }
                        Words { width: parent.width; text: row.modelData.quantity + " " + row.modelData.name; font.pixelSize: Theme.text(30); font.weight: Font.DemiBold; lineHeight: 1.0 }
                        Words { width: parent.width; text: row.modelData.place; font.pixelSize: Theme.small; color: Theme.soft }
                    }
                    Column {
                        id: price
                        anchors { right: way.left; rightMargin: Theme.px(20); verticalCenter: parent.verticalCenter }
                        Words { anchors.right: parent.right; text: row.modelData.price; font.pixelSize: Theme.text(32); font.bold: true; color: Theme.harbour; wrapMode: Text.NoWrap }
                        Words { anchors.right: parent.right; visible: text !== ""; text: row.modelData.usual; font.pixelSize: Theme.tiny; color: Theme.soft; wrapMode: Text.NoWrap }
                    }
                    RoundButton { id: way; icon: "route"; name: panel.t["the_way"].replace("{name}", row.modelData.name); fill: Theme.harbourPale; size: Theme.side; anchors { right: gone.left; rightMargin: Theme.px(14); verticalCenter: parent.verticalCenter } onTouched: panel.app.talk.lead(row.modelData.sku) }
                    RoundButton { id: gone; icon: "trash"; name: panel.t["remove"] + ": " + row.modelData.name; colour: Theme.coral; size: Theme.side; anchors { right: parent.right; verticalCenter: parent.verticalCenter } onTouched: panel.app.talk.remove(row.modelData.name) }
                    Rectangle { width: parent.width; height: Theme.px(2); color: Theme.line; anchors.bottom: parent.bottom }
                }
            }
        }
    }
    Column {
        visible: panel.rows.length === 0
        anchors.centerIn: parent
        width: parent.width * 0.8
        spacing: Theme.px(16)
        Icon { name: "list"; colour: Theme.line; size: Theme.px(120); anchors.horizontalCenter: parent.horizontalCenter }
        Words { width: parent.width; text: panel.t["list_empty"]; font.pixelSize: Theme.text(36); font.bold: true; horizontalAlignment: Text.AlignHCenter }
        Words { width: parent.width; text: panel.t["list_empty_sub"]; color: Theme.soft; horizontalAlignment: Text.AlignHCenter }
    }
    Column {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(28); topMargin: 0 }
        spacing: Theme.px(12)
        Item {
            visible: panel.rows.length > 0
            width: parent.width
            height: Math.max(ways.implicitHeight, both.implicitHeight)
            Flow {
                id: ways
                width: parent.width - both.width - Theme.gap
                spacing: Theme.px(14)
                anchors.verticalCenter: parent.verticalCenter
                PillButton { width: Math.min(implicitWidth, ways.width); text: panel.t["round_all"]; icon: "route"; size: Theme.small; narrow: true; visible: panel.app.plan.there; onTouched: panel.app.talk.leadAll() }
                PillButton { width: Math.min(implicitWidth, ways.width); text: panel.t["take"]; icon: "code"; size: Theme.small; narrow: true; fill: Theme.harbourPale; colour: Theme.harbour; onTouched: panel.taken() }
            }
            Row {
                id: both
                spacing: Theme.px(18)
                anchors { right: parent.right; verticalCenter: parent.verticalCenter }
                Words { text: panel.t["list_total"]; color: Theme.soft; anchors.baseline: sum.baseline }
                Words { id: sum; text: panel.app.talk.total; font.pixelSize: Theme.text(46); font.bold: true; color: Theme.harbour; wrapMode: Text.NoWrap }
            }
        }
        Item {
            width: parent.width
            height: Math.max(note.implicitHeight, saved.implicitHeight)
            Words { id: note; width: parent.width - (saved.visible ? saved.implicitWidth + Theme.gap : 0); text: panel.t["list_note"]; font.pixelSize: Theme.tiny; color: Theme.soft; anchors.verticalCenter: parent.verticalCenter }
            Words { id: saved; anchors { right: parent.right; verticalCenter: parent.verticalCenter } visible: text !== "" && panel.rows.length > 0; text: panel.app.talk.saved; font.pixelSize: Theme.small; font.weight: Font.DemiBold; color: Theme.leaf; wrapMode: Text.NoWrap }
        }
    }
}
