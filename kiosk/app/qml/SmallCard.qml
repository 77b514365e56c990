import QtQuick
import "."

// Another product of the answer; a touch brings it to the front.
Rectangle {
    id: card
    required property var product
    signal touched()
    implicitHeight: Math.max(Theme.px(196), facts.implicitHeight + Theme.px(40))
    radius: Theme.radius
    color: area.pressed ? Theme.shade : Theme.card
    border.color: Theme.line
    border.width: Theme.px(2)
    ProductPicture { id: picture; source: card.product.picture; x: Theme.px(18); width: Theme.px(Theme.textScale > 1.2 ? 100 : 150); height: width; anchors.verticalCenter: parent.verticalCenter }
    Column {
        id: facts
        anchors { left: picture.right; right: parent.right; leftMargin: Theme.px(20); rightMargin: Theme.px(16); verticalCenter: parent.verticalCenter }
        spacing: Theme.px(4)
        Words { width: parent.width; text: card.product.name; font.pixelSize: Theme.text(27); font.weight: Font.DemiBold; lineHeight: 1.0 }
        Flow {
            width: parent.width
            spacing: Theme.px(10)
            Words { text: card.product.price; font.pixelSize: Theme.text(34); font.bold: true; color: Theme.harbour; wrapMode: Text.NoWrap }
            Words { visible: text !== ""; text: card.product.usual; font.pixelSize: Theme.tiny; color: Theme.soft; wrapMode: Text.NoWrap }
            Words { text: card.product.per; font.pixelSize: Theme.tiny; color: Theme.soft; wrapMode: Text.NoWrap }
        }
        Words { width: parent.width; text: card.product.inStock ? card.product.place : card.product.stock; font.pixelSize: Theme.tiny; color: card.product.inStock ? Theme.soft : Theme.coral }
    }
    Pressable { id: area; name: [card.product.name, card.product.price, card.product.usual].filter((words) => words).join(", "); rounding: card.radius; onTouched: card.touched() }
}
