import QtQuick
import "."

// The answer's products: the first in full, the others small below it; of many, those that pass a filter.
Scroll {
    id: panel
    required property var app
    property int front: 0
    // A panel that is not seen keeps what it showed last: it is made anew when it comes up, not with every answer.
    property var cards: []
    Binding on cards { value: panel.app.talk.cards; when: panel.visible; restoreMode: Binding.RestoreNone }
    onCardsChanged: { front = 0; contentY = 0 }
    name: app.words["more"]
    contentHeight: column.implicitHeight
    Column {
        id: column
        width: panel.width - (panel.longer ? Theme.px(14) : 0)
        spacing: Theme.gap
        Filters { visible: panel.app.talk.found > 3; width: parent.width; app: panel.app }
        Words { visible: panel.cards.length === 0; width: parent.width; text: panel.app.words["filter_none"] }
        Repeater {
            model: panel.cards.length > panel.front ? [panel.cards[panel.front]] : []
            ProductCard { required property var modelData; width: column.width; app: panel.app; product: modelData }
        }
        Grid {
            id: others
            width: parent.width
            columns: width > 2 * Theme.text(380) ? 2 : 1
            spacing: Theme.gap
            Repeater {
                model: panel.cards
                SmallCard {
                    required property var modelData
                    required property int index
                    visible: index !== panel.front
                    width: (others.width - (others.columns - 1) * others.spacing) / others.columns
                    product: modelData
                    onTouched: { panel.front = index; panel.contentY = 0 }
                }
            }
        }
    }
}
