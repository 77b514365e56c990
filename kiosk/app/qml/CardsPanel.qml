import QtQuick
import "."

// The answer's products: the first in full, the others small below it.
Flickable {
    id: panel
    required property var app
    property int front: 0
    readonly property var cards: app.talk.cards
    onCardsChanged: { front = 0; contentY = 0 }
    contentHeight: column.implicitHeight
    clip: true
    boundsBehavior: Flickable.StopAtBounds
    Column {
        id: column
        width: panel.width
        spacing: Theme.gap
        Repeater {
            model: panel.cards.length > panel.front ? [panel.cards[panel.front]] : []
            ProductCard { required property var modelData; width: column.width; app: panel.app; product: modelData }
        }
        Grid {
            width: parent.width
            columns: 2
            spacing: Theme.gap
            Repeater {
                model: panel.cards
                SmallCard {
                    required property var modelData
                    required property int index
                    visible: index !== panel.front
                    width: (column.width - Theme.gap) / 2
                    product: modelData
                    onTouched: { panel.front = index; panel.contentY = 0 }
                }
            }
        }
    }
}
