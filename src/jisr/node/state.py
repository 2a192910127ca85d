"""What state is the node in?  One look that says whether what was prepared from the acts and judgements still holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

_LOOK = """
SELECT r.newest, r.number, r.closed, r.last, j.newest, j.number, j.retracted, m.newest, m.number
FROM (SELECT MAX(id) AS newest, COUNT(*) AS number, COUNT(known_to) AS closed, MAX(known_to) AS last
      FROM node_record WHERE schema IN ('Instrument', 'Ownership')) r,
     (SELECT MAX(id) AS newest, COUNT(*) AS number, COUNT(retracted_at) AS retracted FROM node_judgement) j,
     (SELECT MAX(id) AS newest, COUNT(*) AS number FROM node_marking) m
"""  # by hand: asked with every question, and the ORM takes longer to write it than the store to answer
_ACTS, _JUDGED = 4, 7


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Newest number, how many, how many closed: none of these rows is edited, so what changes one changes the other."""

    acts: tuple[object, ...]
    judged: tuple[object, ...]
    markings: tuple[object, int]


def state() -> State:
    """The state now."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK)
        row = tuple(cursor.fetchone() or ())
    return State(acts=row[:_ACTS], judged=row[_ACTS:_JUDGED], markings=(row[_JUDGED], int(row[_JUDGED + 1])))
