"""Under which addresses do the match API's clients ask?  Mounted under `/api/`, and where they look for it: at `/`."""

from __future__ import annotations

from django.urls import path

from jisr.api import match, reconcile

urlpatterns = [
    path("match/<str:dataset>", match.match),
    path("search/<str:dataset>", match.search),
    path("entities/<path:entity_id>/adjacent", match.adjacent),
    path("entities/<path:entity_id>/adjacent/<str:prop>", match.adjacent_by),
    path("entities/<path:entity_id>", match.entity),
    path("reconcile/<str:dataset>", reconcile.reconcile),
    path("reconcile/<str:dataset>/suggest/entity", reconcile.suggest_entity),
    path("reconcile/<str:dataset>/suggest/property", reconcile.suggest_property),
    path("reconcile/<str:dataset>/suggest/type", reconcile.suggest_type),
    path("reconcile/<str:dataset>/extend/property", reconcile.propose),
    path("reconcile/<str:dataset>/preview/<path:entity_id>", reconcile.preview),
    path("catalog", match.catalog),
    path("manifest", match.catalog),
    path("algorithms", match.algorithms),
    path("healthz", match.alive),
    path("readyz", match.alive),
    path("updatez", match.updatez),
]
