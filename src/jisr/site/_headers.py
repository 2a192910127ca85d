"""What may a page of the node load, and from where?"""

from __future__ import annotations

# No inline script or style, nothing from anywhere else (https://www.w3.org/TR/CSP3/).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def static_headers(headers: dict[str, str], _path: str, _url: str) -> None:
    """Static files are closed to the world as well."""
    headers["Content-Security-Policy"] = POLICY
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
