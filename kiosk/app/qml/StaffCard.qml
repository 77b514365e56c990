import QtQuick
import "."

// A call or a case: what it is about, in the shopper's words where there are some, and one touch to take it on.
Rectangle {
    id: card
    required property var row
    required property var words
    signal taken()
    height: column.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: row.urgent && !row.taken ? Theme.coralPale : Theme.card
    border.color: row.urgent && !row.taken ? Theme.coral : Theme.line
    border.width: Theme.px(row.urgent && !row.taken ? 5 : 2)
    Icon { id: icon; name: card.row.kind === "call" ? card.row.urgent ? "warning" : "bell" : "ticket"; colour: card.row.urgent && !card.row.taken ? Theme.coral : Theme.harbour; size: Theme.text(52); x: Theme.gap; y: Theme.gap }
    Column {
        id: column
        anchors { left: icon.right; right: parent.right; top: parent.top; leftMargin: Theme.px(20); rightMargin: Theme.gap; topMargin: Theme.gap }
        spacing: Theme.px(10)
        Words { width: parent.width; text: (card.row.kind === "ticket" ? card.row.id + " · " : "") + card.row.title + (card.row.about ? " – " + card.row.about : ""); font.bold: true }
        Badge { visible: card.row.urgent; text: card.row.urgent ? card.words["calls_urgent"] : ""; icon: "warning"; fill: Theme.coral; colour: Theme.white; size: Theme.small }
        Words { visible: text !== ""; width: parent.width; text: card.row.detail; wrapMode: Text.Wrap }
        Image {
            visible: card.row.photo !== ""
            width: Math.min(parent.width, Theme.px(560))
            height: Math.round(width * 0.75)
            fillMode: Image.PreserveAspectFit
            horizontalAlignment: Image.AlignLeft
            asynchronous: true
            cache: false
            source: card.row.photo
            Accessible.role: Accessible.Graphic
            Accessible.name: card.words["photo_of"].replace("{number}", card.row.id)
        }
        Words { width: parent.width; text: card.row.when + " · " + card.row.speaks; font.pixelSize: Theme.small; color: Theme.soft }
        Words { visible: text !== ""; width: parent.width; text: card.row.taken; font.pixelSize: Theme.small; color: Theme.leaf; font.weight: Font.DemiBold }
        PillButton {
            visible: card.row.taken === ""
            width: Math.min(implicitWidth, parent.width)
            text: card.words[card.row.kind === "call" ? "calls_take" : "cases_take"]
            name: text + ": " + (card.row.kind === "ticket" ? card.row.id + " " : "") + card.row.title
            icon: "check"
            fill: card.row.urgent ? Theme.coral : Theme.harbour
            onTouched: card.taken()
        }
    }
}
