"""Whose name is this?"""

from jisr.names._fold import Folded, fold, fold_map

__all__ = ["Folded", "fold", "fold_map"]
