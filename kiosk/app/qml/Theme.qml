pragma Singleton
import QtQuick

// Every size and colour of the window. Sizes are drawn for 1080 pixels on the short side and scale with it.
QtObject {
    property real scale: 1
    property bool portrait: true
    function px(n) { return Math.round(n * scale) }

    readonly property string font: "Noto Sans CJK SC"
    readonly property color paper: "#F7F2E8"
    readonly property color shade: "#EFE7D8"
    readonly property color card: "#FFFFFF"
    readonly property color ink: "#1D2A2B"
    readonly property color soft: "#56615F"
    readonly property color line: "#E2D8C6"
    readonly property color harbour: "#0F4F4C"
    readonly property color harbourDark: "#0A3735"
    readonly property color harbourPale: "#DDEBE6"
    readonly property color sun: "#F0B24A"
    readonly property color sunPale: "#FCEFD3"
    readonly property color coral: "#B93A24"
    readonly property color coralPale: "#FBE4DC"
    readonly property color leaf: "#2B7148"
    readonly property color alarm: "#A81818"
    readonly property color alarmDark: "#7D0E0E"
    readonly property color white: "#FFFFFF"

    readonly property int huge: px(84)
    readonly property int title: px(56)
    readonly property int large: px(42)
    readonly property int body: px(32)
    readonly property int small: px(26)
    readonly property int tiny: px(22)
    readonly property int touch: Math.max(64, px(92))
    readonly property int gap: px(24)
    readonly property int margin: px(40)
    readonly property int radius: px(28)
    readonly property int quick: 160
    readonly property int calm: 320
}
