"""What is this node called in the coalition?"""

from __future__ import annotations

from django.db import connection


def node_name() -> str:
    """The node's own name in the coalition."""
    with connection.cursor() as cursor:  # asked many times a page
        cursor.execute("SELECT value FROM node_setting WHERE key = 'node-name'")
        row: tuple[str] | None = cursor.fetchone()
    return row[0] if row else "this-node"
