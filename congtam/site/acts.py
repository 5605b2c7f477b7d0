"""What every recorded act is called, gathered from the capabilities."""

from importlib import import_module

from django.apps import apps


def sentences() -> dict[str, str]:
    """Return a Vietnamese sentence for each act code any capability records."""
    found: dict[str, str] = {}
    for config in apps.get_app_configs():
        if config.name.startswith("congtam."):
            try:
                choices = import_module(f"{config.name}.choices")
            except ModuleNotFoundError:
                continue
            found |= getattr(choices, "ACTS", {})
    return found
