import QtQuick
import "."

// Say it, type it, show it.
Row {
    id: ways
    required property var app
    readonly property real each: (width - 2 * spacing) / 3
    readonly property real tall: Math.max(first.implicitHeight, second.implicitHeight, third.implicitHeight)
    spacing: Theme.gap
    WayCard { id: first; width: ways.each; height: ways.tall; icon: "mic"; strong: true; title: ways.app.words["way_say"]; sub: ways.app.words["way_say_sub"]; onTouched: ways.app.begin("speak") }
    WayCard { id: second; width: ways.each; height: ways.tall; icon: "keyboard"; title: ways.app.words["way_type"]; sub: ways.app.words["way_type_sub"]; onTouched: ways.app.begin("type") }
    WayCard { id: third; width: ways.each; height: ways.tall; icon: "camera"; title: ways.app.words["way_show"]; sub: ways.app.words["way_show_sub"]; onTouched: ways.app.begin("show") }
}
