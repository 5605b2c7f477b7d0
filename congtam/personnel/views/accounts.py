"""Pages of accounts: who can sign in, opening them for one and for many, handing passwords over once."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from congtam.accounts.services import TEMPORARY_DAYS
from congtam.documents.papers import DOCX_TYPE, PDF_TYPE, to_docx, to_pdf
from congtam.organisation.models import UnitState
from congtam.personnel import forms, services
from congtam.personnel.asking import Asked
from congtam.personnel.choices import AccountState
from congtam.personnel.models import Person
from congtam.personnel.papers import Slip, hand_out
from congtam.personnel.rights import require
from congtam.personnel.selectors import accounts as found
from congtam.personnel.selectors import records, tree
from congtam.personnel.views.acting import UNPROCESSABLE, FormPage, body_asked, form_page
from congtam.values.refusal import RefusedError

ROWS = 50
_FORMATS = {"pdf": (to_pdf, PDF_TYPE), "docx": (to_docx, DOCX_TYPE)}


@require_GET
def accounts(request: Asked) -> HttpResponse:
    """List the accounts of a body: who has none, who never came in, who left."""
    bodies, body = _body(request)
    everybody = found.account_rows(body.unit_id, request.viewer.on) if body else []
    state = request.GET.get("state", "")
    rows = [row for row in everybody if not state or row.state == state]
    counts = {one: sum(row.state == one for row in everybody) for one in AccountState}
    here = f"?co-quan={body.unit_id}" if body else "?"
    context = {
        "bodies": [(one.unit_id, one.name) for one in bodies],
        "body": body,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "states": AccountState.choices,
        "tiles": [
            (counts[one], one.label, f"{here}&state={one}", found.TONES.get(one, "plain")) for one in AccountState
        ],
        "missing": counts[AccountState.NONE],
        "unused": counts[AccountState.UNUSED],
    }
    return render(request, "personnel/accounts.html", context)


def open_accounts(request: Asked) -> HttpResponse:
    """Show the accounts that everybody without one would get; on POST open them all and hand the slips over."""
    bodies, body = _body(request)
    form = forms.OpenAccountsForm(request.POST or (request.GET if "rule" in request.GET else None))
    chosen = form.cleaned_data if form.is_valid() else forms.OpenAccountsForm.USUAL
    if request.method == "POST" and form.is_valid() and body is not None:
        return _handing_over(
            request,
            body,
            chosen["format"],
            lambda at: services.open_accounts(
                body=body.unit,
                rule=chosen["rule"],
                categories=chosen["categories"],
                seen=chosen["seen"],
                on=request.viewer.on,
                actor=request.user,
                at=at,
            ),
        )
    on = request.viewer.on
    posts = found.without_account(body.unit_id, on, chosen["categories"]) if body else []
    proposed = found.proposals(posts[: found.MOST_AT_ONCE], chosen["rule"], on)
    context = {
        "bodies": [(one.unit_id, one.name) for one in bodies],
        "body": body,
        "form": form if form.is_bound else forms.OpenAccountsForm(initial=chosen),
        "chosen": chosen,
        "proposed": proposed,
        "more": len(posts) - len(proposed),
        "seen": found.digest_of(proposed),
        "days": TEMPORARY_DAYS,
    }
    return render(request, "personnel/open_accounts.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_POST
def renew_accounts(request: Asked) -> HttpResponse:
    """Hand new passwords to everybody of a body who never signed in."""
    _, body = _body(request)
    if body is None:
        return redirect("personnel:accounts")
    return _handing_over(
        request,
        body,
        request.POST.get("format", ""),
        lambda at: services.renew_unused(body=body.unit, on=request.viewer.on, actor=request.user, at=at),
    )


def open_account(request: Asked, pk: int) -> HttpResponse:
    """Open an account and show its password once."""
    person = _person(request, pk)

    def do(typed: dict[str, Any], at: datetime) -> None:
        opened = services.open_account(person=person, username=typed["username"], actor=request.user, at=at)
        messages.warning(
            request,
            f"Mật khẩu tạm của {opened.user.username}: {opened.password} . Hãy giao tận tay; mật khẩu chỉ hiện lần này.",
        )

    page = _page(person, title="Mở tài khoản", button="Mở tài khoản", done="Đã mở tài khoản.")
    return form_page(request, forms.AccountForm(request.POST or None), page, do)


def reopen_account(request: Asked, pk: int) -> HttpResponse:
    """Let somebody who left every post come in for a while."""
    person = _person(request, pk)
    form = forms.ReopenForm(request.POST or None, initial={"last_day": request.viewer.on + timedelta(days=30)})
    page = _page(
        person,
        title="Mở lại tài khoản",
        button="Mở lại",
        done="Đã mở lại tài khoản.",
        note="Người đã thôi mọi vị trí chỉ xem được hồ sơ của chính mình; hết ngày này tài khoản tự đóng.",
    )
    return form_page(
        request,
        form,
        page,
        lambda typed, at: services.reopen_account(
            person=person,
            until=typed["last_day"] + timedelta(days=1),
            reason=typed["reason"],
            actor=request.user,
            at=at,
        ),
    )


def _handing_over(
    request: Asked, body: UnitState, ending: str, act: Callable[[datetime], Sequence[services.OpenedAccount]]
) -> HttpResponse:
    """Do the act and answer with its slips: in the page itself, for this one time; they are kept nowhere."""
    draw, media_type = _FORMATS.get(ending, _FORMATS["pdf"])
    now = timezone.now()
    last_day = timezone.localdate(now) + timedelta(days=TEMPORARY_DAYS)
    try:
        # Slips that cannot be drawn undo the act: nobody is left with a password nobody can read.
        with transaction.atomic():
            opened = act(now)
            sheets = hand_out(
                [_slip(one) for one in opened],
                body=body.name,
                address=request.build_absolute_uri(reverse("account_login")),
                last_day=last_day,
            )
            drawn = draw(*sheets)
    except RefusedError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{reverse('personnel:accounts')}?co-quan={body.unit_id}")
    context = {
        "body": body,
        "count": len(opened),
        "sheets": len(sheets),
        "file": f"data:{media_type};base64,{b64encode(drawn).decode()}",
        "file_name": f"Phiếu giao tài khoản {now:%d-%m-%Y}.{'docx' if media_type == DOCX_TYPE else 'pdf'}",
        "last_day": last_day,
    }
    response = render(request, "personnel/hand_out.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _slip(opened: services.OpenedAccount) -> Slip:
    return Slip(
        full_name=opened.user.full_name,
        job_title=opened.job_title,
        place=opened.place,
        username=opened.user.username,
        password=opened.password,
    )


def _body(request: Asked) -> tuple[list[UnitState], UnitState | None]:
    """Return the bodies whose accounts the viewer looks after, and the one that is meant."""
    bodies = tree.bodies_kept(request.viewer, request.viewer.on)
    body = body_asked(request, bodies)
    require(request.viewer, "personnel.open_accounts", body.unit if body else None)
    return bodies, body


def _person(request: Asked, pk: int) -> Person:
    person: Person = get_object_or_404(records.people_seen(request.viewer), pk=pk)
    require(request.viewer, "personnel.open_account", person)
    return person


def _page(person: Person, **words: Any) -> FormPage:
    back = reverse("personnel:person", args=[person.pk])
    crumbs = [("Danh bạ", reverse("personnel:people")), (person.full_name, back)]
    return FormPage(over=person.full_name, back=back, crumbs=crumbs, **words)
