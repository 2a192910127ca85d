"""What does a person see?

Pages: parse, call one action or one query of the node, show. No rule lives here.
"""
