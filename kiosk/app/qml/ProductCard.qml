import QtQuick
import "."

// The product the talk is about, with everything the row says.
Rectangle {
    id: card
    required property var app
    required property var product
    readonly property var t: app.words
    readonly property bool listed: app.talk.listed.some((row) => row.sku === product.sku)
    implicitHeight: Math.max(picture.height + (sample.visible ? sample.height + Theme.px(12) : 0), facts.implicitHeight) + buttons.height + Theme.px(96)
    radius: Theme.radius
    color: Theme.card
    border.color: Theme.line
    border.width: Theme.px(2)
    ProductPicture {
        id: picture
        source: card.product.picture
        x: Theme.px(28)
        y: Theme.px(28)
        width: Math.min(Theme.px(330), card.width * (Theme.textScale > 1.1 ? 0.28 : 0.34))
        height: width
    }
    Badge {
        id: sample
        most: picture.width
        visible: card.product.demonstration
        text: card.t["demonstration"]
        fill: Theme.shade
        colour: Theme.soft
        size: Theme.text(20)
        anchors { horizontalCenter: picture.horizontalCenter; top: picture.bottom; topMargin: Theme.px(12) }
    }
    Column {
        id: facts
        anchors { left: picture.right; right: parent.right; top: parent.top; leftMargin: Theme.px(32); rightMargin: Theme.px(28); topMargin: Theme.px(30) }
        spacing: Theme.px(12)
        Words { width: parent.width; text: card.product.name; font.pixelSize: Theme.lead; font.bold: true; lineHeight: 1.05 }
        Flow {
            width: parent.width
            spacing: Theme.px(10)
            visible: card.product.offer !== "" || card.product.ageLimit > 0 || card.product.recalled
            Badge { text: card.product.recalled ? card.t["recalled"] : ""; icon: "warning"; fill: Theme.coral; colour: Theme.white }
            Badge { text: card.product.offer; icon: "tag"; fill: Theme.sun }
            Badge { text: card.product.ageLimit > 0 ? card.t["age"].replace("{age}", card.product.ageLimit) : ""; fill: Theme.coralPale; colour: Theme.coral }
        }
        Flow {
            width: parent.width
            spacing: Theme.px(18)
            Words { id: price; text: card.product.price; font.pixelSize: Theme.text(58); font.bold: true; color: Theme.harbour; wrapMode: Text.NoWrap }
            Words { visible: text !== ""; text: card.product.usual; height: price.height; verticalAlignment: Text.AlignVCenter; font.pixelSize: Theme.small; color: Theme.soft; wrapMode: Text.NoWrap }
            Words { text: card.product.per || card.product.unitPrice; height: price.height; verticalAlignment: Text.AlignVCenter; font.pixelSize: Theme.small; color: Theme.soft; wrapMode: Text.NoWrap }
        }
        Row {
            spacing: Theme.px(10)
            Icon { id: pin; name: "pin"; colour: Theme.harbour; size: Theme.lead }
            Words { width: facts.width - pin.width - parent.spacing; text: card.product.place; font.weight: Font.DemiBold }
        }
        Words { width: parent.width; visible: text !== ""; text: card.product.contains; font.pixelSize: Theme.small; font.weight: Font.DemiBold; color: Theme.coral }
        Words { width: parent.width; visible: text !== ""; text: card.product.mayContain; font.pixelSize: Theme.small; color: Theme.soft }
        Words { width: parent.width; visible: !card.product.declared; text: card.t["none_declared"]; font.pixelSize: Theme.small; color: Theme.soft }
        Words { width: parent.width; text: card.product.stock; font.pixelSize: Theme.small; color: card.product.inStock ? Theme.leaf : Theme.coral; font.weight: Font.Medium }
    }
    Row {
        id: buttons
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; margins: Theme.px(28) }
        spacing: Theme.px(20)
        height: Math.max(way.implicitHeight, add.implicitHeight)
        PillButton { id: way; width: (parent.width - parent.spacing) / 2; height: parent.height; text: card.t["show_way"]; icon: "route"; onTouched: card.app.talk.lead(card.product.sku) }
        PillButton {
            id: add
            width: (parent.width - parent.spacing) / 2
            height: parent.height
            text: card.listed ? card.t["added"] : card.t["add"]
            icon: card.listed ? "check" : "plus"
            fill: Theme.harbourPale
            colour: Theme.harbour
            onTouched: card.listed ? card.app.talk.show("list") : card.app.talk.add(card.product.name)
        }
    }
}
