import QtQuick
import "."

// Whether the eight pictures find the product, said before anything is kept; and that it is kept.
Scroll {
    id: panel
    required property var app
    readonly property var enrol: app.enrol
    readonly property var t: app.words
    readonly property bool saved: enrol.stage === "saved"
    readonly property bool good: saved || enrol.good
    readonly property color tone: good ? Theme.leaf : Theme.coral
    function filled(key) { return t[key].replace("{found}", enrol.hits).replace("{count}", enrol.likes).replace("{all}", enrol.taken).replace("{name}", enrol.like) }
    name: t["enrol_title"]
    contentHeight: column.height
    Column {
        id: column
        width: panel.width - Theme.px(16)
        spacing: Theme.gap
        Row {
            width: parent.width
            spacing: Theme.px(24)
            ProductPicture { id: picture; source: panel.enrol.product.picture || ""; width: Theme.px(170); height: width }
            Words { width: parent.width - picture.width - parent.spacing; text: panel.enrol.product.name || ""; font.pixelSize: Theme.lead; font.bold: true; anchors.verticalCenter: parent.verticalCenter }
        }
        Row {
            width: parent.width
            spacing: Theme.px(18)
            Icon { id: sign; name: panel.good ? "check" : "warning"; colour: panel.tone; size: Theme.text(56); anchors.verticalCenter: parent.verticalCenter }
            Words { width: parent.width - sign.width - parent.spacing; text: panel.t[panel.saved ? "enrol_saved" : panel.good ? "enrol_good" : "enrol_bad"]; font.pixelSize: Theme.large; font.bold: true; color: panel.tone; anchors.verticalCenter: parent.verticalCenter }
        }
        Words { visible: !panel.saved; width: parent.width; text: panel.filled(panel.good ? "enrol_hits" : panel.enrol.like ? "enrol_like" : "enrol_unlike") }
        Words { visible: !panel.good; width: parent.width; text: panel.t["enrol_better"]; font.pixelSize: Theme.small; color: Theme.soft }
        Words { visible: panel.enrol.failed !== ""; width: parent.width; text: panel.t["enrol_failed"] + " " + panel.enrol.failed; font.pixelSize: Theme.small; color: Theme.coral; wrapMode: Text.Wrap }
        Flow {
            width: parent.width
            spacing: Theme.px(16)
            PillButton { visible: !panel.saved; width: Math.min(implicitWidth, parent.width); least: Theme.primary; text: panel.t[panel.good ? "enrol_save" : "enrol_again"]; icon: panel.good ? "check" : "again"; usable: !panel.enrol.busy; size: Theme.lead; onTouched: panel.good ? panel.enrol.save() : panel.enrol.again(); Component.onCompleted: takeKeys() }
            PillButton { visible: !panel.saved; width: Math.min(implicitWidth, parent.width); least: Theme.primary; text: panel.t[panel.good ? "enrol_again" : "enrol_save_anyway"]; usable: !panel.enrol.busy; fill: Theme.harbourPale; colour: Theme.harbour; onTouched: panel.good ? panel.enrol.again() : panel.enrol.save() }
            PillButton { visible: panel.saved; width: Math.min(implicitWidth, parent.width); least: Theme.primary; text: panel.t["enrol_next"]; icon: "plus"; size: Theme.lead; onTouched: panel.enrol.back() }
            PillButton { visible: panel.saved; width: Math.min(implicitWidth, parent.width); text: panel.t["enrol_undo"]; icon: "trash"; usable: !panel.enrol.busy; fill: Theme.card; edge: Theme.coral; colour: Theme.coral; onTouched: panel.enrol.undo(panel.enrol.product.sku) }
            PillButton { visible: !panel.saved; width: Math.min(implicitWidth, parent.width); text: panel.t["back"]; icon: "back"; fill: Theme.card; edge: Theme.line; colour: Theme.harbour; onTouched: panel.enrol.back() }
        }
    }
}
