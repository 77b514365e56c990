"""One file a student: its shipped graph, with everything inside that the device must not get wrong."""
