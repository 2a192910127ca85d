"""One file a desk: parse, call one action or query, show."""
