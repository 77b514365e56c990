import QtQuick
import "."

// A visit: captions, the panel, suggestions and the ways to ask. Portrait stacks them, landscape puts the panel beside the talk.
// Keys of a real keyboard type; the arrows and the tabulator lead from one thing to the next.
FocusScope {
    id: screen
    required property var app
    focus: true
    readonly property string panel: app.talk.panel
    readonly property int m: Theme.margin
    readonly property bool tall: Theme.portrait
    readonly property bool low: app.looks.low
    readonly property bool typing: app.keyboard.visible
    readonly property bool free: bar.open === "" && !typing
    readonly property real talkWidth: tall ? width - 2 * m : (width - 3 * m) * 0.42
    // Lying down, a talk without anything to show has the wide side to itself.
    readonly property bool broad: !tall && screen.panel === "welcome" && app.talk.question !== ""
    readonly property real side: tall ? m : 2 * m + talkWidth
    readonly property real head: low ? m : bar.y + bar.height + Theme.gap
    readonly property real start: staff.visible ? staff.y + staff.height + Theme.gap : head
    readonly property real foot: low ? bar.y - Theme.gap : height - m
    function type(event) {
        const keys = app.keyboard
        if (event.modifiers & (Qt.ControlModifier | Qt.AltModifier | Qt.MetaModifier)) return
        if (event.key === Qt.Key_Backspace && typing) keys.backspace()
        else if (event.key === Qt.Key_Escape && typing) keys.hide()
        else if (event.key === Qt.Key_Escape && bar.open !== "") bar.open = ""
        else if ((event.key === Qt.Key_Return || event.key === Qt.Key_Enter) && typing) keys.submit()
        else if (event.key === Qt.Key_Space && typing) keys.space()
        else if (event.text.length === 1 && event.text > " " && event.text !== "\u007f") { bar.open = ""; keys.show(); keys.strike(event.text); screen.forceActiveFocus() }
        else return
        event.accepted = true
    }
    Keys.onPressed: (event) => screen.type(event)
    Rectangle { anchors.fill: parent; color: Theme.paper }
    MouseArea { anchors.fill: parent; onClicked: screen.app.keyboard.hide() }
    TopBar { id: bar; app: screen.app; x: screen.m; y: screen.low ? screen.height - height - screen.m : screen.m; width: parent.width - 2 * screen.m; enabled: !screen.typing }
    StaffBanner { id: staff; app: screen.app; visible: app.staff.state !== "none"; x: screen.m; y: screen.head; width: parent.width - 2 * screen.m }
    Captions {
        id: captions
        app: screen.app
        enabled: screen.free
        x: screen.broad ? screen.side : screen.m
        y: screen.start
        width: screen.broad ? screen.width - x - screen.m : screen.talkWidth
        most: screen.broad ? screen.foot - y : screen.tall ? screen.panel === "welcome" ? chips.y - y - Theme.gap : screen.height * (Theme.textScale > 1.1 ? 0.34 : 0.27) : Math.max(0, ask.y - y - Theme.gap - (app.talk.chips.length ? Theme.gap + Theme.touch : 0))
    }
    Item {
        id: panel
        enabled: screen.free
        x: screen.side
        y: screen.tall ? captions.y + captions.height + Theme.gap : screen.start
        width: screen.tall ? screen.talkWidth : screen.width - x - screen.m
        height: (screen.tall ? chips.y - Theme.gap : screen.foot) - y
        Welcome { anchors.fill: parent; visible: screen.panel === "welcome" && !screen.broad && height > Theme.px(260); app: screen.app }
        CardsPanel { anchors.fill: parent; visible: screen.panel === "cards"; app: screen.app }
        ComparePanel { anchors.fill: parent; visible: screen.panel === "compare"; app: screen.app }
        OffersPanel { anchors.fill: parent; visible: screen.panel === "offers"; app: screen.app }
        NotePanel { anchors.fill: parent; visible: screen.panel === "note"; app: screen.app; onTaken: bar.open = "ticketText" }
        TroublePanel { anchors.fill: parent; visible: screen.panel === "trouble"; app: screen.app }
        OrderPanel { anchors.fill: parent; visible: screen.panel === "order"; app: screen.app }
        HistoryPanel { anchors.fill: parent; visible: screen.panel === "history"; app: screen.app }
        MapPanel { anchors.fill: parent; visible: screen.panel === "map"; app: screen.app; onTaken: bar.open = app.plan.round ? "listText" : "wayText" }
        ListPanel { anchors.fill: parent; visible: screen.panel === "list"; app: screen.app; onTaken: bar.open = "listText" }
        WhyPanel { anchors.fill: parent; visible: screen.panel === "why"; app: screen.app }
        CameraPanel { anchors.fill: parent; visible: screen.panel === "camera"; app: screen.app }
        PhotoPanel { anchors.fill: parent; visible: screen.panel === "photo"; app: screen.app }
    }
    Chips {
        id: chips
        app: screen.app
        enabled: screen.free
        room: screen.tall ? screen.height * 0.12 : ask.y - 2 * Theme.gap - (screen.broad ? screen.start : captions.y + captions.height)
        x: screen.m
        width: screen.talkWidth
        height: implicitHeight
        y: ask.y - height - Theme.gap
    }
    AskBar { id: ask; app: screen.app; enabled: screen.free; x: screen.m; width: screen.talkWidth; y: screen.foot - height }
    MouseArea { anchors.fill: parent; z: 2; visible: bar.open !== ""; onClicked: bar.open = "" }
    VolumePopup { app: screen.app; bar: bar; visible: bar.open === "volume" }
    CodePopup { app: screen.app; bar: bar }
    LooksPopup { app: screen.app; bar: bar; visible: bar.open === "looks" }
    LanguagePopup { app: screen.app; bar: bar; visible: bar.open === "languages" }
    KeyboardPanel {
        id: keyboard
        app: screen.app
        width: parent.width
        z: 4
        visible: screen.typing
        enabled: screen.typing
        y: screen.typing ? parent.height - height + Theme.radius : parent.height
        Behavior on y { NumberAnimation { duration: Theme.quick; easing.type: Easing.OutCubic } }
    }
}
