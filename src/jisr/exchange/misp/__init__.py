"""The calls MISP's own client (PyMISP) and other MISP servers make, to pull, search, add and withdraw events."""

from jisr.exchange.misp._views import answer

__all__ = ["answer"]
