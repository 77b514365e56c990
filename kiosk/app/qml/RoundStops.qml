import QtQuick
import "."

// The stops of a round in words, numbered as on the plan; where it ends, and what it leaves out.
Column {
    id: column
    required property var app
    readonly property var plan: app.plan
    spacing: Theme.px(14)
    Grid {
        id: grid
        width: parent.width
        columns: width > Theme.text(760) ? 2 : 1
        columnSpacing: Theme.gap
        rowSpacing: Theme.px(12)
        Repeater {
            model: column.plan.stops
            Item {
                id: stop
                required property var modelData
                width: (grid.width - (grid.columns - 1) * grid.columnSpacing) / grid.columns
                height: Math.max(number.height, said.implicitHeight)
                StopNumber { id: number; value: stop.modelData.number; anchors.verticalCenter: parent.verticalCenter }
                Column {
                    id: said
                    anchors { left: number.right; leftMargin: Theme.px(16); right: parent.right; verticalCenter: parent.verticalCenter }
                    Words { width: parent.width; text: stop.modelData.goods; font.pixelSize: Theme.small; font.weight: Font.DemiBold; lineHeight: 1.0 }
                    Words { width: parent.width; text: stop.modelData.where; font.pixelSize: Theme.tiny; color: Theme.soft }
                }
            }
        }
    }
    Row {
        visible: column.plan.end !== ""
        spacing: Theme.px(16)
        Icon { id: till; name: "till"; colour: Theme.harbour; size: Theme.px(52) }
        Words { text: column.app.words["round_end"].replace("{name}", column.plan.end); width: Math.min(implicitWidth, column.width - till.width - Theme.px(16)); font.pixelSize: Theme.small; anchors.verticalCenter: parent.verticalCenter }
    }
    Row {
        visible: column.plan.leftOut !== ""
        spacing: Theme.px(16)
        Icon { id: sign; name: "warning"; colour: Theme.coral; size: Theme.px(52) }
        Words { text: column.plan.leftOut; width: column.width - sign.width - Theme.px(16); font.pixelSize: Theme.small; color: Theme.coral; anchors.verticalCenter: parent.verticalCenter }
    }
}
