"""The page of one plan: what planning knows of it, and the inspections of how it is carried out."""

from django.http import HttpResponse

from congtam.follow_up.selectors.inspected import inspections_of_plan
from congtam.personnel.asking import Asked
from congtam.planning.models import Plan
from congtam.planning.views import plans
from congtam.site.work_page import SHOWN, inspection_url


def plan(request: Asked, plan_id: int) -> HttpResponse:
    """Show one plan."""
    viewer = request.viewer

    def beside(found: Plan) -> dict[str, object]:
        return {
            "inspections": inspections_of_plan(viewer, found.pk)[:SHOWN],
            "inspection_url": inspection_url(viewer, found.body_id, f"ke_hoach={found.pk}") if found.is_live else "",
        }

    return plans.plan(request, plan_id, template="site/plan.html", beside=beside)
