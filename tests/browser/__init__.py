"""Real pages of a real node in a headless Chromium."""
