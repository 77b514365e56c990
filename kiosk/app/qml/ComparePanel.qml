import QtQuick
import "."

// Two to four products beside each other, fact by fact.
Scroll {
    id: panel
    required property var app
    property var cards: []
    Binding on cards { value: panel.app.talk.cards.slice(0, 4); when: panel.visible; restoreMode: Binding.RestoreNone }  // as in CardsPanel
    readonly property var t: app.words
    readonly property real each: (width - Theme.px(14) - (cards.length - 1) * Theme.px(14)) / Math.max(1, cards.length)
    readonly property var facts: [{ key: "price", name: t["compare_price"] }, { key: "offer", name: t["filter_offer"] }, { key: "unitPrice", name: t["compare_unit"] }, { key: "place", name: t["compare_place"] }, { key: "stock", name: t["compare_stock"] }, { key: "contains", name: t["compare_contains"] }]
    // What the row of a product says of a fact. Of allergens it says all it knows, also that nothing is declared.
    function value(card, key) {
        if (key === "price") return [card.price, card.per].join(" ").trim()
        if (key === "contains") return [card.contains, card.mayContain].filter((words) => words).join("\n") || t["none_declared"]
        return card[key]
    }
    name: t["more"]
    contentHeight: column.implicitHeight
    Column {
        id: column
        width: panel.width - Theme.px(14)
        spacing: Theme.px(16)
        Row {
            id: heads
            readonly property real tall: Math.max(0, ...heads.children.map((c) => c.wanted || 0))
            spacing: Theme.px(14)
            Repeater {
                model: panel.cards
                Rectangle {
                    id: head
                    required property var modelData
                    readonly property real wanted: inside.implicitHeight + Theme.px(32)
                    width: panel.each
                    height: heads.tall
                    radius: Theme.radius
                    color: area.pressed ? Theme.shade : Theme.card
                    border { color: Theme.line; width: Theme.px(2) }
                    Column {
                        id: inside
                        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(16) }
                        spacing: Theme.px(10)
                        ProductPicture { source: head.modelData.picture; width: Math.min(parent.width, Theme.px(220)); height: width; anchors.horizontalCenter: parent.horizontalCenter }
                        Words { width: parent.width; text: head.modelData.name; font.pixelSize: Theme.text(panel.cards.length > 3 ? 24 : 30); font.bold: true; lineHeight: 1.0; horizontalAlignment: Text.AlignHCenter }
                    }
                    Pressable { id: area; name: head.modelData.name + ", " + panel.t["show_way"]; rounding: head.radius; onTouched: panel.app.talk.lead(head.modelData.sku) }
                }
            }
        }
        Repeater {
            model: panel.facts.filter((fact) => panel.cards.some((card) => panel.value(card, fact.key)))
            Rectangle {
                id: fact
                required property var modelData
                width: column.width
                height: rows.implicitHeight + Theme.px(28)
                radius: Theme.px(18)
                color: Theme.card
                border { color: Theme.line; width: Theme.px(2) }
                Column {
                    id: rows
                    anchors { left: parent.left; right: parent.right; verticalCenter: parent.verticalCenter }
                    spacing: Theme.px(4)
                    Words { x: Theme.px(18); text: fact.modelData.name; font.pixelSize: Theme.tiny; color: Theme.soft }
                    Row {
                        spacing: Theme.px(14)
                        Repeater {
                            model: panel.cards
                            Words {
                                required property var modelData
                                leftPadding: Theme.px(18)
                                rightPadding: Theme.px(8)
                                width: panel.each
                                text: panel.value(modelData, fact.modelData.key) || panel.t["dash"]
                                font.pixelSize: fact.modelData.key === "price" ? Theme.lead : Theme.small
                                font.bold: fact.modelData.key === "price"
                                color: fact.modelData.key === "contains" && modelData.contains !== "" ? Theme.coral : Theme.ink
                            }
                        }
                    }
                }
            }
        }
    }
}
