"""Which address leads to which room?"""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("api/", include("jisr.api.match_urls")),
    path("api/", include("jisr.api.urls")),
    path("", include("jisr.workspace.urls")),
    path("", include("jisr.api.match_urls")),  # where clients of the match API look for it
]

handler400 = "jisr.workspace.views.errors.bad_request"
handler403 = "jisr.workspace.views.errors.forbidden"
handler404 = "jisr.workspace.views.errors.not_found"
handler500 = "jisr.workspace.views.errors.server_error"
