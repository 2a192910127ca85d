"""Where is it kept, and who changed it?

Reads are in `queries` (each takes the `reader` it answers), writes in `actions` (one verb a file), both speak in the
values of `values`. Only this room knows a database.
"""
