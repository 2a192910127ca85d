"""Was this folder written by a version that is newer than this one?"""

from __future__ import annotations

from importlib.resources import files

from django.db import connection

from jisr.errors import Conflict


def refuse_newer() -> None:
    """Leave a store alone that a newer version brought on. Raises `Conflict`; nothing was touched."""
    if "django_migrations" not in connection.introspection.table_names():
        return
    known = {file.name.removesuffix(".py") for file in files("jisr.node.migrations").iterdir()}
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM django_migrations WHERE app = 'node' ORDER BY name")
        unknown = [name for (name,) in cursor.fetchall() if name not in known]
    if unknown:
        raise Conflict(f"a newer Jisr wrote this folder ({unknown[-1]}): start that version, or an older copy")
