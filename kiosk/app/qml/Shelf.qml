import QtQuick
import "."

// Shelves of drawn goods: the kiosk's own picture of a shop. Made-up packs, no brand.
Column {
    id: shelf
    property int tiers: 1
    readonly property var goods: [
        ["kind=apple&shape=round&colour=%23c63a33", "kind=oat-milk&shape=carton&colour=%233f8a8c&brand=Oat&word=drink", "kind=avocado&shape=round&colour=%234c7a34",
         "kind=jam&shape=jar&colour=%23b3304a&brand=Jam&word=berry", "kind=orange&shape=round&colour=%23f08c1e", "kind=coffee-bean&shape=bag&colour=%235a3a28&brand=Coffee&word=beans"],
        ["kind=tomato-soup&shape=can&colour=%23cf4a34&brand=Soup&word=tomato", "kind=baguette&shape=loaf&colour=%23c98d45", "kind=olive-oil&shape=bottle&colour=%23748a3a&brand=Oil&word=olive",
         "kind=broccoli&shape=leafy&colour=%23418a45", "kind=gouda&shape=wedge&colour=%23efb93f&brand=Gouda&word=cheese", "kind=grape&shape=bunch&colour=%236d4a8c"]]
    spacing: width * 0.035
    Repeater {
        model: shelf.goods  // and not as many as there are tiers: that changes with the layout, also while the goods are still being made one by one
        Column {
            id: tier
            required property var modelData
            required property int index
            visible: index < shelf.tiers
            width: shelf.width
            Row {
                id: row
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: shelf.width * 0.012
                bottomPadding: -shelf.width * 0.014
                Repeater {
                    model: tier.modelData
                    Image {
                        required property string modelData
                        width: shelf.width * 0.148
                        height: width
                        sourceSize: Qt.size(Theme.px(240), Theme.px(240))
                        source: tier.index < shelf.tiers ? "image://product/" + modelData : ""
                    }
                }
            }
            Rectangle { width: parent.width; height: shelf.width * 0.02; radius: height / 2; color: Theme.wood }
        }
    }
}
