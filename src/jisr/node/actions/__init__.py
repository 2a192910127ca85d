"""What can be done at the node?  One verb a file; each writes its line in the audit in the same transaction."""
