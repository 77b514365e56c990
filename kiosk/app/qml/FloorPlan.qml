import QtQuick
import QtQuick.Shapes
import "."

// The building from above: shelving, facilities, this kiosk, and the way to the place that was asked for.
Item {
    id: plan
    required property var app
    readonly property var model: app.plan
    readonly property var building: model.floor
    readonly property var way: model.way
    readonly property var places: model.facilities
    readonly property real metre: Math.min(width / building.width, height / building.height)
    Rectangle {
        id: hall
        width: plan.building.width * plan.metre
        height: plan.building.height * plan.metre
        anchors.centerIn: parent
        color: Theme.paper
        radius: Theme.px(14)
        border.color: Theme.soft
        border.width: Theme.px(5)
        Rectangle {
            x: plan.building.entranceX * plan.metre - width / 2
            y: hall.height - height
            width: 5 * plan.metre
            height: Theme.px(10)
            color: Theme.sun
        }
        Repeater {
            model: plan.model.walls
            Rectangle {
                required property var modelData
                x: modelData.x * plan.metre
                y: modelData.y * plan.metre
                width: Math.max(Theme.px(5), modelData.width * plan.metre)
                height: Math.max(Theme.px(5), modelData.height * plan.metre)
                radius: Theme.px(2)
                color: Theme.soft
            }
        }
        Repeater {
            model: plan.model.passages
            Rectangle {
                id: passage
                required property var modelData
                x: modelData.x * plan.metre
                y: modelData.y * plan.metre
                width: modelData.width * plan.metre
                height: modelData.height * plan.metre
                radius: Theme.px(4)
                color: modelData.shut ? Theme.coralPale : Theme.card
                border { color: modelData.shut ? Theme.coral : Theme.soft; width: Theme.px(2) }
                Icon { anchors.centerIn: parent; name: passage.modelData.shut ? "close" : passage.modelData.kind; colour: passage.modelData.shut ? Theme.coral : Theme.ink; size: Math.round(Math.min(Theme.px(34), 1.7 * plan.metre)); sourceSize: Qt.size(Theme.px(34), Theme.px(34)) }
            }
        }
        Repeater {
            model: plan.model.aisles
            Rectangle {
                id: shelf
                required property var modelData
                x: modelData.x * plan.metre
                y: modelData.y * plan.metre
                width: modelData.width * plan.metre
                height: modelData.height * plan.metre
                radius: Theme.px(8)
                color: modelData.target ? Theme.sun : Theme.harbourPale
                border.color: modelData.target ? Theme.ink : Theme.harbourLine
                border.width: Theme.px(2)
                readonly property bool upright: height >= width
                Words {
                    text: shelf.modelData.name
                    width: Math.max(shelf.width, shelf.height) - Theme.px(64)
                    anchors { centerIn: parent; verticalCenterOffset: shelf.upright ? Theme.px(18) : 0; horizontalCenterOffset: shelf.upright ? 0 : Theme.px(18) }
                    rotation: shelf.upright ? -90 : 0
                    horizontalAlignment: Text.AlignHCenter
                    wrapMode: Text.NoWrap
                    elide: Text.ElideNone
                    font.pixelSize: Math.min(Theme.text(22), Math.min(shelf.width, shelf.height) * 0.62)
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: Theme.px(12)
                    visible: contentWidth <= width && font.pixelSize >= Theme.px(14)  // a smaller one nobody reads
                    color: Theme.ink
                }
                Rectangle {
                    width: Math.min(Math.max(Theme.px(42), Theme.text(36)), shelf.upright ? shelf.width * 1.75 : shelf.height)
                    height: width
                    radius: width / 2
                    color: shelf.modelData.target ? Theme.ink : Theme.harbour
                    anchors { horizontalCenter: shelf.horizontalCenter; top: shelf.top; topMargin: -Math.min(Theme.px(12), plan.metre) }
                    Words { id: number; anchors.centerIn: parent; text: shelf.modelData.aisle; color: Theme.white; font.bold: true; font.pixelSize: Math.round(parent.width * 0.58); wrapMode: Text.NoWrap }
                }
            }
        }
        Repeater {
            model: plan.places
            Rectangle {
                id: place
                required property var modelData
                readonly property int size: modelData.target ? Theme.px(64) : Math.min(Theme.px(44), 3 * plan.metre)
                x: Math.max(0, Math.min(hall.width - size, modelData.x * plan.metre - size / 2))
                y: Math.max(0, Math.min(hall.height - size, modelData.y * plan.metre - size / 2))
                z: modelData.target ? 4 : 0
                width: size
                height: size
                radius: Theme.px(12)
                color: modelData.target ? Theme.coral : Theme.card
                border.color: modelData.target ? Theme.white : Theme.line
                border.width: Theme.px(2)
                Icon { anchors.centerIn: parent; name: place.modelData.icon; colour: place.modelData.target ? Theme.white : Theme.soft; size: Math.round(parent.size * 0.7); sourceSize: Qt.size(Theme.px(46), Theme.px(46)) }
            }
        }
        Shape {
            id: route
            anchors.fill: parent
            visible: plan.way.length > 1
            readonly property var points: plan.way.map((p) => Qt.point(p.x * plan.metre, p.y * plan.metre))
            ShapePath {
                strokeColor: Theme.white
                strokeWidth: Theme.px(18)
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin
                PathPolyline { path: route.points }
            }
            ShapePath {
                strokeColor: Theme.coral
                strokeWidth: Theme.px(9)
                strokeStyle: ShapePath.DashLine
                dashPattern: [1.4, 1.9]
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin
                PathPolyline { path: route.points }
            }
        }
        Repeater {
            model: plan.model.stops
            StopNumber {
                required property var modelData
                value: modelData.number
                size: Math.round(Math.max(Theme.px(32), Math.min(Theme.px(52), 2.4 * plan.metre)))
                x: modelData.x * plan.metre - width / 2
                y: modelData.y * plan.metre - height / 2
                z: 5
            }
        }
        Item {
            readonly property var end: plan.way.length ? plan.way[plan.way.length - 1] : null
            visible: end !== null && plan.model.aisle !== ""
            x: end ? end.x * plan.metre : 0
            y: end ? end.y * plan.metre : 0
            z: 5
            Rectangle {
                width: Theme.px(60)
                height: width
                radius: width / 2
                x: -width / 2
                y: -height / 2
                color: Theme.coral
                border.color: Theme.white
                border.width: Theme.px(4)
                Icon { anchors.centerIn: parent; name: "pin"; colour: Theme.white; size: Theme.px(40) }
            }
        }
        Item {
            x: plan.building.kioskX * plan.metre
            y: plan.building.kioskY * plan.metre
            z: 6
            Rectangle {
                id: dot
                width: Theme.px(40)
                height: width
                radius: width / 2
                x: -width / 2
                y: -height / 2
                color: Theme.harbour
                border.color: Theme.white
                border.width: Theme.px(6)
            }
            Rectangle {
                // Beside the dot, or higher up, where it hides the fewest facilities and not the way.
                readonly property var spots: [[1, 0], [1, 1], [-1, 0], [-1, 1]].map((spot) => ({ x: spot[0] > 0 ? Theme.px(30) : -width - Theme.px(30), y: spot[1] ? -height - Theme.px(42) : -height / 2 }))
                readonly property var spot: spots.reduce((best, spot) => hidden(spot) < hidden(best) ? spot : best)
                function hidden(spot) {
                    const margin = Theme.px(22)
                    const within = (n, start, size) => n > start - margin && n < start + size + margin
                    const covers = (x, y) => within((x - plan.building.kioskX) * plan.metre, spot.x, width) && within((y - plan.building.kioskY) * plan.metre, spot.y, height)
                    let found = plan.places.filter((place) => covers(place.x, place.y)).length
                    for (let n = 1; n < plan.way.length; n++) {
                        const from = plan.way[n - 1], to = plan.way[n]
                        for (let part = 0.1; part < 1; part += 0.1) if (covers(from.x + part * (to.x - from.x), from.y + part * (to.y - from.y))) found += 0.1
                    }
                    return found
                }
                x: spot.x
                y: spot.y
                width: here.implicitWidth + Theme.px(28)
                height: here.implicitHeight + Theme.px(10)
                radius: height / 2
                color: Theme.harbour
                Words { id: here; anchors.centerIn: parent; text: plan.app.words["you_are_here"]; color: Theme.white; font.pixelSize: Theme.text(23); font.weight: Font.DemiBold; wrapMode: Text.NoWrap }
            }
        }
    }
}
