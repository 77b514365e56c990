import QtQuick
import "."

// What is on offer: the offer in its own words, the product, the way to it.
Scroll {
    id: panel
    required property var app
    property var cards: []
    Binding on cards { value: panel.app.talk.cards; when: panel.visible; restoreMode: Binding.RestoreNone }  // as in CardsPanel
    name: app.words["more"]
    contentHeight: column.implicitHeight
    Column {
        id: column
        width: panel.width - Theme.px(14)
        spacing: Theme.px(16)
        Repeater {
            model: panel.cards
            Rectangle {
                id: row
                required property var modelData
                width: column.width
                height: Math.max(picture.height, facts.implicitHeight) + Theme.px(40)
                radius: Theme.radius
                color: area.pressed ? Theme.shade : Theme.card
                border { color: Theme.line; width: Theme.px(2) }
                ProductPicture { id: picture; source: row.modelData.picture; x: Theme.px(20); width: Theme.px(150); height: width; anchors.verticalCenter: parent.verticalCenter }
                Column {
                    id: facts
                    anchors { left: picture.right; right: parent.right; leftMargin: Theme.px(24); rightMargin: Theme.px(24); verticalCenter: parent.verticalCenter }
                    spacing: Theme.px(8)
                    Badge { text: row.modelData.offer; icon: "tag"; fill: Theme.sun; size: Theme.small }
                    Words { width: parent.width; text: row.modelData.name; font.weight: Font.DemiBold; lineHeight: 1.0 }
                    Flow {
                        width: parent.width
                        spacing: Theme.px(16)
                        Words { text: row.modelData.price + (row.modelData.per ? " " + row.modelData.per : ""); font.bold: true; color: Theme.harbour; wrapMode: Text.NoWrap }
                        Words { visible: text !== ""; text: row.modelData.usual; color: Theme.soft; font.pixelSize: Theme.small; wrapMode: Text.NoWrap }
                        Words { text: row.modelData.place; color: Theme.soft; font.pixelSize: Theme.small; wrapMode: Text.NoWrap }
                    }
                }
                Pressable { id: area; name: [row.modelData.offer, row.modelData.name, row.modelData.price, row.modelData.usual, row.modelData.place].filter((words) => words).join(", "); rounding: row.radius; onTouched: panel.app.talk.lead(row.modelData.sku) }
            }
        }
    }
}
