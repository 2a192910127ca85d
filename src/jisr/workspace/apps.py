"""The workspace as a Django application."""

from django.apps import AppConfig

from jisr.workspace import catalogue


class WorkspaceConfig(AppConfig):
    """Registers templates and static files, and sees to it that the Arabic catalogue is compiled."""

    name = "jisr.workspace"
    label = "workspace"

    def ready(self) -> None:
        """Compile what was translated since the last start (some milliseconds, and only then)."""
        catalogue.compile_all()
