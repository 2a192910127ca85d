"""The node as a Django application."""

from django.apps import AppConfig


class NodeConfig(AppConfig):
    """Registers the models under the label `node`."""

    name = "jisr.node"
    label = "node"
    default_auto_field = "django.db.models.BigAutoField"
