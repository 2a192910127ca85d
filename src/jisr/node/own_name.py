"""What is this node called in the coalition?"""

from __future__ import annotations

from jisr.node.models import Setting


def node_name() -> str:
    """The node's own name in the coalition."""
    row = Setting.objects.filter(key="node-name").first()
    return row.value if row else "this-node"
