"""The window: Qt Quick faces over one visit. Looks are in qml/, what they are bound to in bridge/."""
