import QtQuick
import "."

// The shopping list, in the order of the walk through the shop.
Rectangle {
    id: panel
    required property var app
    readonly property var t: app.words
    readonly property var rows: app.talk.listed
    radius: Theme.radius
    color: Theme.card
    border.color: Theme.line
    border.width: Theme.px(2)
    Item {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(28) }
        height: Theme.touch
        Words { text: panel.t["list"]; font.pixelSize: Theme.large; font.bold: true; anchors.verticalCenter: parent.verticalCenter }
        PillButton { anchors.right: parent.right; text: panel.t["back"]; icon: "back"; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small; onTouched: panel.app.talk.back() }
    }
    ListView {
        anchors { left: parent.left; right: parent.right; top: head.bottom; bottom: foot.top; margins: Theme.px(28); topMargin: Theme.px(16); bottomMargin: Theme.px(8) }
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: panel.rows
        delegate: Item {
            id: row
            required property var modelData
            width: ListView.view.width
            height: Theme.px(144)
            ProductPicture { id: picture; source: row.modelData.picture; width: Theme.px(116); height: width; anchors.verticalCenter: parent.verticalCenter }
            Column {
                anchors { left: picture.right; leftMargin: Theme.px(24); right: price.left; rightMargin: Theme.px(16); verticalCenter: parent.verticalCenter }
                Words { width: parent.width; text: row.modelData.quantity + " " + row.modelData.name; font.pixelSize: Theme.px(30); font.weight: Font.DemiBold; maximumLineCount: 2; lineHeight: 1.0 }
                Words { width: parent.width; text: row.modelData.place; font.pixelSize: Theme.small; color: Theme.soft; wrapMode: Text.NoWrap }
            }
            Words { id: price; anchors { right: way.left; rightMargin: Theme.px(20); verticalCenter: parent.verticalCenter } text: row.modelData.price; font.pixelSize: Theme.px(34); font.bold: true; color: Theme.harbour; wrapMode: Text.NoWrap }
            RoundButton { id: way; icon: "route"; fill: Theme.harbourPale; size: Math.max(64, Theme.px(80)); anchors { right: gone.left; rightMargin: Theme.px(14); verticalCenter: parent.verticalCenter } onTouched: panel.app.talk.lead(row.modelData.sku) }
            RoundButton { id: gone; icon: "trash"; colour: Theme.coral; size: Math.max(64, Theme.px(80)); anchors { right: parent.right; verticalCenter: parent.verticalCenter } onTouched: panel.app.talk.remove(row.modelData.name) }
            Rectangle { width: parent.width; height: Theme.px(2); color: Theme.line; anchors.bottom: parent.bottom }
        }
    }
    Column {
        visible: panel.rows.length === 0
        anchors.centerIn: parent
        width: parent.width * 0.8
        spacing: Theme.px(16)
        Icon { name: "list"; colour: Theme.line; size: Theme.px(120); anchors.horizontalCenter: parent.horizontalCenter }
        Words { width: parent.width; text: panel.t["list_empty"]; font.pixelSize: Theme.px(36); font.bold: true; horizontalAlignment: Text.AlignHCenter }
        Words { width: parent.width; text: panel.t["list_empty_sub"]; color: Theme.soft; horizontalAlignment: Text.AlignHCenter }
    }
    Item {
        id: foot
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(28) }
        height: Theme.px(84)
        Words { text: panel.t["list_note"]; font.pixelSize: Theme.tiny; color: Theme.soft; anchors.verticalCenter: parent.verticalCenter }
        Row {
            visible: panel.rows.length > 0
            spacing: Theme.px(18)
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            Words { id: together; text: panel.t["list_total"]; color: Theme.soft; anchors.baseline: sum.baseline }
            Words { id: sum; text: panel.app.talk.total; font.pixelSize: Theme.px(46); font.bold: true; color: Theme.harbour; wrapMode: Text.NoWrap }
        }
    }
}
