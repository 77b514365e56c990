import QtQuick
import "."

// Of a picture: what decided, the candidates with their chances, and the part that mattered left bright.
Column {
    id: seen
    required property var app
    readonly property var t: app.words
    readonly property var why: app.why
    readonly property var candidates: why.told.candidates || []
    readonly property bool beside: width > Theme.text(560)
    spacing: Theme.px(14)
    Words { width: parent.width; text: seen.t["why_picture"]; font.pixelSize: Theme.small; font.bold: true; color: Theme.harbour }
    Words { width: parent.width; visible: text !== ""; text: seen.why.told.decided || ""; font.weight: Font.DemiBold }
    Grid {
        width: parent.width
        columns: seen.beside ? 2 : 1
        columnSpacing: Theme.gap
        rowSpacing: Theme.px(14)
        Column {
            id: shown
            width: seen.beside ? Math.round(seen.width * 0.4) : seen.width
            spacing: Theme.px(10)
            Image {
                width: Math.min(parent.width, Theme.px(480))
                height: width
                fillMode: Image.PreserveAspectFit
                cache: false
                asynchronous: true  // what decided is left bright and lined in twenty milliseconds
                retainWhileLoading: true
                source: seen.why.picture
                Accessible.role: Accessible.Graphic
                Accessible.name: seen.why.heatText || seen.t["why_photo"]
            }
            Words { width: parent.width; text: seen.t["why_photo"]; font.pixelSize: Theme.tiny; color: Theme.soft }
        }
        Column {
            width: seen.beside ? seen.width - shown.width - Theme.gap : seen.width
            spacing: Theme.px(14)
            Words { visible: text !== ""; width: parent.width; text: seen.why.heatText; font.pixelSize: Theme.small }
            Words { visible: seen.candidates.length > 0; width: parent.width; text: seen.t["why_candidates"]; font.pixelSize: Theme.small; color: Theme.soft }
            Repeater {
                model: seen.candidates
                Column {
                    id: candidate
                    required property var modelData
                    readonly property int percent: Math.round(modelData.score * 100)
                    width: parent.width
                    spacing: Theme.px(4)
                    Words { width: parent.width; text: candidate.modelData.name + " · " + seen.t["why_likely"].replace("{percent}", candidate.percent); font.pixelSize: Theme.small; font.weight: candidate.modelData.accepted ? Font.Bold : Font.Normal }
                    Rectangle {
                        width: parent.width
                        height: Theme.px(18)
                        radius: height / 2
                        color: Theme.shade
                        border { color: Theme.line; width: Theme.px(1) }
                        Rectangle { width: Math.max(parent.height, parent.width * candidate.modelData.score); height: parent.height; radius: height / 2; color: candidate.modelData.accepted ? Theme.harbour : Theme.soft }
                    }
                }
            }
        }
    }
}
