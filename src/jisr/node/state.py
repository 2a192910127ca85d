"""What state is the node in?  One look that says whether what was prepared from the acts and judgements still holds."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

_LOOK = """
SELECT r.newest, r.number, r.closed, r.last, r.first,
       j.newest, j.number, j.retracted, j.last, j.back, m.newest, m.number
FROM (SELECT MAX(id) AS newest, COUNT(*) AS number, COUNT(known_to) AS closed, MAX(known_to) AS last,
             MAX(known_from) AS first
      FROM node_record WHERE schema IN ('Instrument', 'Ownership')) r,
     (SELECT MAX(id) AS newest, COUNT(*) AS number, COUNT(retracted_at) AS retracted,
             MAX(at) AS last, MAX(retracted_at) AS back FROM node_judgement) j,
     (SELECT MAX(id) AS newest, COUNT(*) AS number FROM node_marking) m
"""  # by hand: asked with every question, and the ORM takes longer to write it than the store to answer
_ACTS, _JUDGED = 5, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Newest number and instants, how many, how many closed: no such row changes without one of these."""

    acts: tuple[object, ...]
    judged: tuple[object, ...]
    markings: tuple[object, int]


def state() -> State:
    """The state now."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK)
        row = tuple(cursor.fetchone() or ())
    return State(acts=row[:_ACTS], judged=row[_ACTS:_JUDGED], markings=(row[_JUDGED], int(row[_JUDGED + 1])))
