"""What does a program see?

JSON under `/api/`, described at `/api/openapi.json`. A program shows a key (`Authorization: Bearer …`) that was made
with `jisr user token`; it meets the same queries, rights and audit as the pages.
"""
