"""What the command line does, one file a topic. Each function takes parsed arguments and returns the exit code."""
