pragma Singleton
import QtQuick

// Every size and colour of the window. Sizes are drawn for 1080 pixels on the short side and scale with it; what a finger must hit is in
// millimetres of the real screen; text scales with the shopper's wish. Colours: text stands 4.5:1 on its ground, 7:1 in the strong theme.
QtObject {
    property real scale: 1
    property bool portrait: true
    property real dotsPerMm: 4
    property bool strong: false
    property bool still: false
    property real textScale: 1
    function px(n) { return Math.round(n * scale) }
    function mm(n) { return Math.ceil(n * dotsPerMm) }
    function text(n) { return Math.round(n * scale * textScale) }

    readonly property string font: "Noto Sans CJK SC"
    readonly property color paper: strong ? "#FFFFFF" : "#F7F2E8"
    readonly property color shade: strong ? "#F2F2F2" : "#EFE7D8"
    readonly property color card: "#FFFFFF"
    readonly property color ink: strong ? "#000000" : "#1D2A2B"
    readonly property color soft: strong ? "#262D2C" : "#56615F"
    readonly property color line: strong ? "#3C4443" : "#E2D8C6"
    readonly property color harbour: strong ? "#00302E" : "#0F4F4C"
    readonly property color harbourDark: strong ? "#001A19" : "#0A3735"
    readonly property color harbourPale: strong ? "#E8F4F0" : "#DDEBE6"
    readonly property color harbourLine: strong ? "#3C4443" : "#B7D2CA"
    readonly property color sun: strong ? "#FFC861" : "#F0B24A"
    readonly property color sunPale: strong ? "#FFF4DC" : "#FCEFD3"
    readonly property color coral: strong ? "#7E1A0B" : "#B93A24"
    readonly property color coralPale: strong ? "#FFEDE7" : "#FBE4DC"
    readonly property color leaf: strong ? "#0F4526" : "#2B7148"
    readonly property color alarm: strong ? "#6E0808" : "#A81818"
    readonly property color alarmDark: strong ? "#3F0303" : "#7D0E0E"
    readonly property color white: "#FFFFFF"
    readonly property color wood: "#C9A876"
    readonly property color dark: "#132427"
    readonly property color veil: strong ? "#F2001A19" : "#CC0A2827"

    readonly property int huge: px(84)
    readonly property int title: px(56)
    readonly property int large: text(42)
    readonly property int lead: text(38)
    readonly property int body: text(32)
    readonly property int small: text(26)
    readonly property int tiny: text(22)
    readonly property int touch: Math.max(px(92), mm(15))
    readonly property int side: Math.max(px(80), mm(15))
    readonly property int primary: Math.max(px(112), mm(20))
    readonly property int gap: px(24)
    readonly property int margin: px(40)
    readonly property int radius: px(28)
    readonly property int quick: still ? 0 : 160
}
