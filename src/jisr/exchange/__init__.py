"""How does it travel?

TAXII 2.1 under `/taxii2/`, the calls of MISP's own client under `/misp/`, rounds between nodes, files for an air gap.
What may travel is decided below, by the node and its release rule.
"""
