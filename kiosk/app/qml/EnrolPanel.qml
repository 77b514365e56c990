import QtQuick
import QtQuick.Window
import "."

// A new product by camera: choose it by name or barcode, show it from eight sides, keep it or not. What was taught here stands below, to be forgotten.
// Keys of a real keyboard type.
FocusScope {
    id: panel
    required property var app
    readonly property var enrol: app.enrol
    readonly property var t: app.words
    readonly property bool choosing: enrol.stage === "choose"
    readonly property bool typing: choosing && app.keyboard.visible
    readonly property real over: typing ? Math.max(0, mapToItem(null, 0, height).y - keyboard.y) : 0
    focus: true
    Component.onCompleted: { enrol.open(); forceActiveFocus() }
    Component.onDestruction: enrol.close()
    Keys.onPressed: (event) => {
        const keys = panel.app.keyboard
        if (!panel.choosing || event.modifiers & (Qt.ControlModifier | Qt.AltModifier | Qt.MetaModifier)) return
        if (event.key === Qt.Key_Backspace && panel.typing) keys.backspace()
        else if ((event.key === Qt.Key_Escape || event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && panel.typing) keys.hide()
        else if (event.key === Qt.Key_Space && panel.typing) keys.space()
        else if (event.text.length === 1 && event.text > " " && event.text !== "\u007f") { keys.show(); keys.strike(event.text); panel.forceActiveFocus() }
        else return
        event.accepted = true
    }
    Column {
        id: head
        visible: panel.choosing
        width: parent.width
        spacing: Theme.px(14)
        Words { visible: !panel.typing; width: parent.width; text: panel.t["enrol_title"]; font.pixelSize: Theme.lead; font.bold: true; color: Theme.harbour }
        Words { visible: !panel.typing; width: parent.width; text: panel.t["enrol_sub"]; font.pixelSize: Theme.small; color: Theme.soft }
        Flow {
            visible: !panel.typing
            width: parent.width
            spacing: Theme.px(14)
            PillButton { width: Math.min(implicitWidth, parent.width); text: panel.app.keyboard.text || panel.t["enrol_type"]; name: panel.t["enrol_type"]; icon: "keyboard"; fill: Theme.card; edge: Theme.harbour; colour: Theme.harbour; onTouched: panel.app.keyboard.show() }
            PillButton { width: Math.min(implicitWidth, parent.width); text: panel.t["enrol_code"]; icon: "camera"; onTouched: panel.enrol.scan() }
        }
        Words { visible: panel.enrol.failed !== ""; width: parent.width; text: panel.enrol.failed === "camera" ? panel.t["enrol_no_camera"] : panel.t["enrol_failed"] + " " + panel.enrol.failed; font.pixelSize: Theme.small; color: Theme.coral; wrapMode: Text.Wrap }
    }
    Scroll {
        id: list
        readonly property real room: panel.height - panel.over - y
        anchors { left: parent.left; right: parent.right; top: head.bottom; topMargin: Theme.gap }
        height: Math.max(0, room)
        visible: panel.choosing && room > Theme.touch + Theme.gap
        name: panel.t["enrol_listed"]
        contentHeight: rows.height
        Column {
            id: rows
            width: list.width - Theme.px(16)
            spacing: Theme.px(12)
            Words { visible: panel.enrol.searched && panel.enrol.found.length === 0; width: parent.width; text: panel.t["enrol_none"]; color: Theme.soft }
            Repeater {
                model: panel.enrol.searched ? panel.enrol.found : []
                Rectangle {
                    id: row
                    required property var modelData
                    width: rows.width
                    height: Math.max(Theme.touch, facts.implicitHeight + Theme.px(28))
                    radius: Theme.radius
                    color: area.pressed ? Theme.shade : Theme.card
                    border { color: Theme.line; width: Theme.px(2) }
                    ProductPicture { id: picture; source: row.modelData.picture; x: Theme.px(16); width: Math.min(parent.height - Theme.px(20), Theme.px(110)); height: width; anchors.verticalCenter: parent.verticalCenter }
                    Column {
                        id: facts
                        anchors { left: picture.right; right: parent.right; leftMargin: Theme.px(20); rightMargin: Theme.px(20); verticalCenter: parent.verticalCenter }
                        Words { width: parent.width; text: row.modelData.name; font.weight: Font.DemiBold; lineHeight: 1.0 }
                        Words { width: parent.width; text: panel.t["enrol_known_" + row.modelData.known]; font.pixelSize: Theme.small; color: Theme.soft }
                    }
                    Pressable { id: area; name: row.modelData.name + ", " + panel.t["enrol_known_" + row.modelData.known]; rounding: row.radius; onTouched: panel.enrol.choose(row.modelData.sku) }
                }
            }
            Words { visible: !panel.enrol.searched; width: parent.width; text: panel.t[panel.enrol.listed.length ? "enrol_listed" : "enrol_listed_none"]; font.bold: panel.enrol.listed.length > 0; color: panel.enrol.listed.length ? Theme.ink : Theme.soft }
            Repeater {
                model: panel.enrol.searched ? [] : panel.enrol.listed
                Rectangle {
                    id: taught
                    required property var modelData
                    readonly property bool lost: modelData.known === "stale" || modelData.known === "gone"
                    width: rows.width
                    height: Math.max(gone.height, about.implicitHeight) + Theme.px(28)
                    radius: Theme.radius
                    color: Theme.card
                    border { color: Theme.line; width: Theme.px(2) }
                    Icon { id: sign; name: taught.lost ? "warning" : "check"; colour: taught.lost ? Theme.coral : Theme.leaf; size: Theme.text(44); x: Theme.px(20); anchors.verticalCenter: parent.verticalCenter }
                    Column {
                        id: about
                        anchors { left: sign.right; right: gone.left; leftMargin: Theme.px(18); rightMargin: Theme.px(14); verticalCenter: parent.verticalCenter }
                        Words { width: parent.width; text: taught.modelData.name; font.weight: Font.DemiBold; lineHeight: 1.0 }
                        Words { width: parent.width; text: panel.t["enrol_listed_row"].replace("{count}", taught.modelData.pictures).replace("{day}", taught.modelData.day); font.pixelSize: Theme.small; color: Theme.soft }
                        Words { visible: taught.lost; width: parent.width; text: panel.t["enrol_known_" + taught.modelData.known]; font.pixelSize: Theme.small; color: Theme.coral }
                    }
                    RoundButton { id: gone; icon: "trash"; name: panel.t["enrol_undo"] + ": " + taught.modelData.name; colour: Theme.coral; size: Theme.side; anchors { right: parent.right; rightMargin: Theme.px(16); verticalCenter: parent.verticalCenter } onTouched: panel.enrol.undo(taught.modelData.sku) }
                }
            }
        }
    }
    Loader {
        anchors.fill: parent
        active: panel.enrol.stage === "code" || panel.enrol.stage === "frames"
        focus: active
        sourceComponent: EnrolCamera { app: panel.app }
    }
    Loader {
        anchors.fill: parent
        active: panel.enrol.stage === "check" || panel.enrol.stage === "saved"
        focus: active
        sourceComponent: EnrolResult { app: panel.app }
    }
    KeyboardPanel {
        id: keyboard
        parent: panel.Window.contentItem
        app: panel.app
        prompt: panel.t["enrol_type"]
        done: panel.t["enrol_done"]
        width: parent ? parent.width : 0
        y: parent ? parent.height - height + Theme.radius : 0
        z: 4
        visible: panel.typing
        enabled: panel.typing
        onFinished: panel.app.keyboard.hide()
    }
}
