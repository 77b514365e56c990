"""What all tests share: hypothesis without time limits (speed lives in the benchmark), and Qt without a screen."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
settings.register_profile("kiosk", deadline=None, print_blob=True)
settings.load_profile("kiosk")
