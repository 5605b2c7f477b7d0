"""Signing in as a sample person, one click; the address exists in the demonstration only."""

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from congtam.accounts.models import User
from congtam.site.demo.build import sample_people
from congtam.site.middleware import BY_CARD

_BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign a visitor in as one of the sample people; nobody else can be signed in this way."""
    username = request.POST.get("username", "")
    if username not in {person.username for person in sample_people()}:
        raise Http404
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise Http404
    login(request, user, backend=_BACKEND)
    # A card needs no password, so nobody is asked to change one.
    request.session[BY_CARD] = True
    return redirect("home")
