"""A request as pages get it: somebody signed in, with what that person may see today."""

from django.http import HttpRequest  # noqa: TID251  # the type of what views receive; nothing is answered here

from congtam.accounts.models import User
from congtam.personnel.viewer import Viewer


class Asked(HttpRequest):
    """What every view behind the sign-in receives; `site.middleware` adds `viewer`, django-htmx adds `htmx`."""

    user: User  # the sign-in middleware lets nobody else through
    viewer: Viewer
    htmx: bool
    # Set by a page of one record that found out whose it is, so that the frame need not ask again.
    is_own: bool
