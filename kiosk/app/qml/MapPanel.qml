import QtQuick
import "."

// The floor plan with its heading; below it what can be gone to, or the stops of a round in words.
Rectangle {
    id: panel
    required property var app
    signal taken()
    readonly property var t: app.words
    readonly property var plan: app.plan
    readonly property bool round: plan.round
    readonly property real m: Theme.px(28)
    // Lying down, the stops of a round stand beside the plan.
    readonly property bool aside: round && width > height
    readonly property real start: head.y + head.height + Theme.px(20)
    radius: Theme.radius
    color: Theme.card
    border.color: Theme.line
    border.width: Theme.px(2)
    Item {
        id: head
        anchors { left: parent.left; right: parent.right; top: parent.top; margins: Theme.px(28) }
        height: Math.max(Theme.touch, words.implicitHeight)
        Column {
            id: words
            anchors { left: parent.left; right: tools.left; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter }
            Words { width: parent.width; text: panel.round ? panel.t["the_round"] : panel.plan.name ? panel.t["the_way"].replace("{name}", panel.plan.name) : panel.t["plan"]; font.pixelSize: Theme.text(36); font.bold: true; lineHeight: 1.0 }
            Words { width: parent.width; visible: panel.plan.metres > 0; text: panel.t[panel.round ? "round_metres" : "steps"].replace("{metres}", panel.plan.metres); font.pixelSize: Theme.small; color: Theme.soft }
        }
        Row {
            id: tools
            spacing: Theme.px(16)
            anchors { right: parent.right; verticalCenter: parent.verticalCenter }
            PillButton {
                readonly property bool wide: head.width > Theme.text(panel.app.chinese ? 600 : 860)
                chosen: panel.plan.stepFree
                text: [chosen ? "✓" : "", wide ? name : ""].join(" ").trim()
                name: panel.t["step_free"]
                icon: "wheels"
                size: Theme.small
                narrow: true
                fill: chosen ? Theme.harbour : Theme.harbourPale
                colour: chosen ? Theme.white : Theme.harbour
                onTouched: panel.plan.setStepFree(!chosen)
            }
            PillButton {
                visible: panel.app.talk.wayText !== ""
                text: head.width > Theme.text(1100) ? name : ""
                name: panel.t["take"]
                icon: "code"
                size: Theme.small
                fill: Theme.harbourPale
                colour: Theme.harbour
                onTouched: panel.taken()
            }
            PillButton { text: head.width > Theme.text(700) ? name : ""; name: panel.t["back"]; icon: "back"; fill: Theme.harbourPale; colour: Theme.harbour; size: Theme.small; narrow: true; onTouched: panel.app.talk.back() }
        }
    }
    FloorPlan { app: panel.app; x: panel.m; y: panel.start; width: (panel.aside ? legend.x : panel.width) - 2 * panel.m; height: (panel.aside ? panel.height - panel.m : lost.y - Theme.px(16)) - y }
    Item {
        id: lost
        visible: panel.plan.noWay !== ""
        x: panel.m
        y: legend.y - height - (visible ? Theme.px(16) : 0)
        width: panel.width - 2 * panel.m
        height: visible ? Math.max(call.height, why.implicitHeight) : 0
        Words { id: why; anchors { left: parent.left; right: call.left; rightMargin: Theme.gap; verticalCenter: parent.verticalCenter } text: panel.plan.noWay; font.pixelSize: Theme.small; color: Theme.coral; font.weight: Font.DemiBold }
        PillButton { id: call; anchors.right: parent.right; least: Theme.primary; text: panel.t["staff"]; icon: "staff"; size: Theme.small; fill: Theme.coral; narrow: true; onTouched: panel.app.callStaff() }
    }
    Scroll {
        id: legend
        x: panel.aside ? Math.round(panel.width * 0.6) : panel.m
        y: panel.aside ? panel.start : panel.height - height - panel.m
        width: panel.width - x - panel.m
        height: panel.aside ? panel.height - panel.start - panel.m : Math.min(contentHeight, panel.height * 0.4, panel.round ? panel.height : Math.max(panel.height * 0.2, grid.tall * (Theme.portrait && Theme.textScale < 1.1 ? 2 : 1) + grid.spacing))
        name: panel.t[panel.round ? "the_round" : "more"]
        contentHeight: panel.round ? stops.height : grid.implicitHeight
        RoundStops { id: stops; visible: panel.round; width: parent.width - Theme.px(14); app: panel.app }
        Grid {
            id: grid
            visible: !panel.round
            readonly property real tall: Math.max(Theme.touch, ...children.map((c) => c.wanted || 0))
            width: parent.width - Theme.px(14)
            columns: Math.max(2, Math.min(6, Math.floor(width / Theme.text(150))))
            spacing: Theme.px(10)
            Repeater {
                model: panel.plan.facilities
                Rectangle {
                    id: entry
                    required property var modelData
                    readonly property real wanted: inside.implicitHeight + Theme.px(20)
                    width: (grid.width - (grid.columns - 1) * grid.spacing) / grid.columns
                    height: grid.tall
                    radius: Theme.px(18)
                    color: modelData.target ? Theme.coralPale : Theme.paper
                    Column {
                        id: inside
                        anchors.centerIn: parent
                        width: parent.width - Theme.px(12)
                        spacing: Theme.px(4)
                        Icon { name: entry.modelData.icon; colour: entry.modelData.target ? Theme.coral : Theme.harbour; size: Theme.px(46); anchors.horizontalCenter: parent.horizontalCenter }
                        Words { width: parent.width; text: entry.modelData.name; font.pixelSize: Theme.text(20); color: entry.modelData.target ? Theme.coral : Theme.ink; horizontalAlignment: Text.AlignHCenter }
                    }
                    Pressable { name: entry.modelData.name; rounding: entry.radius; onTouched: panel.app.talk.leadTo(entry.modelData.id) }
                }
            }
        }
    }
}
