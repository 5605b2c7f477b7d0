"""Addresses of the work of bodies, of pairs of plan items, of the consolidated plan and of targets.

The page of one piece of work, `work:one`, stands in `site.urls`: it shows what people do for the work, which planning knows nothing of.
"""

from django.urls import path

from congtam.planning.views import consolidated, overlaps, targets, work

pages = [
    path("", work.works, name="list"),
    path("xuat.xlsx", work.export, name="export"),
    path("trung-lap/", overlaps.pairs, name="pairs"),
    path("trung-lap/de-rieng/", overlaps.separate, name="separate"),
    path("trung-lap/<int:overlap_id>/", overlaps.pair, name="pair"),
    path("trung-lap/<int:overlap_id>/xem-lai/", overlaps.reopen, name="reopen"),
    path("hop-nhat/", consolidated.plan, name="plan"),
    path("hop-nhat/tai.<slug:kind>", consolidated.plan_file, name="plan_file"),
    path("hop-nhat/<int:body_id>/<int:year>/ban-hanh/", consolidated.publish, name="publish"),
    path("hop-nhat/lan/<int:plan_id>/", consolidated.version, name="version"),
    path("hop-nhat/lan/<int:plan_id>/tai.<slug:kind>", consolidated.version_file, name="version_file"),
    path("minh-chung/<int:move_id>/", work.proof, name="proof"),
    path("tach/<int:item_id>/", work.split, name="split"),
    path("<int:work_id>/<slug:slug>/", work.step, name="step"),
]

target_pages = (
    [
        path("", targets.targets, name="list"),
        path("lap/<int:body_id>/<int:year>/", targets.add, name="add"),
        path("<int:target_id>/", targets.target, name="one"),
        path("<int:target_id>/sua/", targets.change, name="change"),
        path("<int:target_id>/bao-cao/", targets.report, name="report"),
        path("<int:target_id>/thoi/", targets.drop, name="drop"),
    ],
    "target",
)
