"""From taught students to the parts of a bundle. Never imported by kiosk."""
