"""How is it switched on?

Settings, addresses and the entry point of the server; no rule of the node lives here.
"""
