"""One language's way to write dates and numbers."""
