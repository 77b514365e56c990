import QtQuick
import "."

// Say it, type it, show it.
Row {
    id: ways
    required property var app
    spacing: Theme.gap
    WayCard { width: (ways.width - 2 * ways.spacing) / 3; height: ways.height; icon: "mic"; strong: true; title: ways.app.words["way_say"]; sub: ways.app.words["way_say_sub"]; onTouched: ways.app.begin("speak") }
    WayCard { width: (ways.width - 2 * ways.spacing) / 3; height: ways.height; icon: "keyboard"; title: ways.app.words["way_type"]; sub: ways.app.words["way_type_sub"]; onTouched: ways.app.begin("type") }
    WayCard { width: (ways.width - 2 * ways.spacing) / 3; height: ways.height; icon: "camera"; title: ways.app.words["way_show"]; sub: ways.app.words["way_show_sub"]; onTouched: ways.app.begin("show") }
}
