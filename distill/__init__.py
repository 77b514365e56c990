"""The build side: teaches students from teachers. Never imported by kiosk."""
