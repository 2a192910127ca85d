"""Which small pictures do the pages use?  Drawn for a 24 x 24 box, one stroke, in the colour of the text."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

# name -> SVG path data, several paths parted by "|"
ICONS: Mapping[str, str] = MappingProxyType(
    {
        "today": "M4 5h16v15H4zM4 10h16M8 3v4M16 3v4|M8.5 15l2.5 2.5 4.5-4.5",
        "check": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM15.3 15.3L21 21|M8 10.5l2 2 3-3.5",
        "parties": (
            "M9 11a3.5 3.5 0 1 0 0-7a3.5 3.5 0 0 0 0 7zM2.5 20c0-4 3-6 6.5-6s6.5 2 6.5 6|"
            "M16 4.5a3.5 3.5 0 0 1 0 6M18 14.5c2.3.8 3.5 2.7 3.5 5.5"
        ),
        "may": "M12 3v18M6 21h12|M5 8h14M5 8l-3 6h6l-3-6M19 8l-2.5 6h5.5l-3-6",
        "documents": "M6 3h8l4 4v14H6zM14 3v4h4|M9 12h6M9 16h6",
        "campaigns": "M4 10v4h4l7 4V6l-7 4zM18 9a4 4 0 0 1 0 6|M6 14l1.5 5h2.5l-1-5",
        "changes": "M4 8h13M13 4l4 4-4 4|M20 16H7M11 12l-4 4 4 4",
        "batches": "M4 13v6h16v-6M4 13l3-8h10l3 8M4 13h5a3 3 0 0 0 6 0h5",
        "partners": "M4 12h16M4 12l3.5-3.5M4 12l3.5 3.5M20 12l-3.5-3.5M20 12l-3.5 3.5|M3 5.5h5M16 18.5h5",
        "audit": "M12 3l8 3v6c0 5-3.5 8-8 9c-4.5-1-8-4-8-9V6z|M9 12l2.2 2.2L15.2 10",
        "settings": (
            "M4 7h9M17 7h3M4 17h3M11 17h9|"
            "M15 9.3a2.3 2.3 0 1 0 0-4.6a2.3 2.3 0 0 0 0 4.6zM9 19.3a2.3 2.3 0 1 0 0-4.6a2.3 2.3 0 0 0 0 4.6z"
        ),
        "search": "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM15.3 15.3L21 21",
        "clock": "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17zM12 7.5V12l3 2",
        "language": (
            "M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17zM3.5 12h17|"
            "M12 3.5c2.5 2.5 3.5 5.5 3.5 8.5s-1 6-3.5 8.5c-2.5-2.5-3.5-5.5-3.5-8.5s1-6 3.5-8.5z"
        ),
        "theme": "M12 4a8 8 0 1 0 8 8c-4.5 1.5-9.5-3-8-8z",
        "person": "M12 12a4 4 0 1 0 0-8a4 4 0 0 0 0 8zM4.5 20.5c0-4 3.5-6 7.5-6s7.5 2 7.5 6",
        "organisation": (
            "M4 20.5h16M6 20V5l7-2v17M13 8l5 2v10|M9 8v.010M9 12v.010M9 16v.010M15.5 13v.010M15.5 16.5v.01"
        ),
        "vessel": "M3 15h18l-2.5 5h-13zM12 15V3l6 9h-6M12 6L6.5 12H12",
        "journeys": "M3 13l18-8-5 15-4-6-4 4v-4.500zM12 14l4-4",
        "upload": "M12 16V4M7 9l5-5 5 5M4 20h16",
        "download": "M12 4v12M7 11l5 5 5-5M4 20h16",
        "chevron": "M9 5l7 7-7 7",
        "money": "M3 7h18v10H3z|M12 9.500a2.500 2.500 0 1 0 0 5a2.500 2.500 0 0 0 0-5z|M6 12h.01M18 12h.01",
        "case": "M4 8h16v11H4zM9 8V5h6v3|M4 12h16",
        "star": "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9L12 16.8l-5.3 2.9 1.1-5.9L3.500 9.7l5.900-.8z",
        "undo": "M4 9h10a5.5 5.5 0 0 1 0 11H8M8 5L4 9l4 4",
        "out": "M14 4h6v16h-6M10 8l-4 4 4 4M6 12h10",
        "keyboard": "M3 6.5h18v11H3z|M7 10.5v.010M10.5 10.5v.010M14 10.5v.010M17 10.5v.010M8 14h8",
        "warning": "M12 4l9 16H3zM12 10v4.5M12 17.3v.01",
        "external": "M9 6h9v9M18 6L7 17",
        "print": "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
        "file": "M6 3h8l4 4v14H6zM14 3v4h4",
    }
)
TURNS = frozenset({"chevron", "out", "undo", "external"})  # point along the line of reading

# The bridge: a deck with a slight rise over three arches; 36 x 28.
BRIDGE = (
    "M1 12.5C12 5.5 24 5.5 35 12.5V26H31V22.5A3.7 3.7 0 0 0 23.6 22.5V26H22.8V20.5"
    "A4.8 4.8 0 0 0 13.2 20.5V26H12.4V22.5A3.7 3.7 0 0 0 5 22.5V26H1Z"
)
