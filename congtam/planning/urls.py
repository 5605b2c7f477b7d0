"""Addresses of planning."""

from django.urls import include, path

from congtam.planning.views import catalogue, consolidated, overlaps, plans, reading, targets, work

app_name = "planning"

catalogue_urls = [
    path("", catalogue.catalogues, name="catalogues"),
    path("mau/", catalogue.template, name="template"),
    path("nhap/<int:body_id>/", catalogue.upload, name="upload"),
    path("nhap/<int:body_id>/<int:file_id>/", catalogue.preview, name="preview"),
    path("<int:catalogue_id>/", catalogue.catalogue, name="catalogue"),
    path("<int:catalogue_id>/excel/", catalogue.export, name="export"),
    path("<int:catalogue_id>/ban-hanh/", catalogue.issue, name="issue"),
    path("<int:catalogue_id>/bo/", catalogue.discard, name="discard"),
    path("<int:catalogue_id>/trung-lap/", catalogue.overlaps, name="overlaps"),
    path("<int:catalogue_id>/trung-lap/<int:overlap_id>/", catalogue.decide_overlap, name="decide_overlap"),
]

plan_urls = [
    path("", plans.plans, name="plans"),
    path("excel/", plans.export, name="plans_export"),
    path("nhap/", reading.take_in, name="take_in_plan"),
    path("nhap/<int:body_id>/<int:file_id>/", reading.describe, name="describe_plan"),
    path("<int:plan_id>/tep/", plans.plan_source, name="plan_source"),
    path("<int:plan_id>/excel/", plans.plan_export, name="plan_export"),
    path("<int:plan_id>/ket-thuc/", plans.end, name="end_plan"),
    path("<int:plan_id>/bo/", plans.discard, name="discard_plan"),
    path("<int:plan_id>/doc/van-ban/", reading.head, name="plan_head"),
    path("<int:plan_id>/doc/cot/", reading.columns, name="read_columns"),
    path("<int:plan_id>/doc/don-vi/", reading.names, name="read_names"),
    path("<int:plan_id>/doc/don-vi/nhieu/", reading.name_many, name="read_name_many"),
    path("<int:plan_id>/doc/don-vi/de-nguyen/", reading.set_aside, name="set_names_aside"),
    path("<int:plan_id>/doc/don-vi/hoi-lai/", reading.ask_again, name="ask_name_again"),
    path("<int:plan_id>/doc/dong/", reading.rows, name="read_rows"),
    path("<int:plan_id>/doc/dong/bo/", reading.leave_out, name="leave_out_rows"),
    path("<int:plan_id>/ghi/", reading.write, name="write_plan"),
    path("<int:plan_id>/ghi-lai/", reading.write_again, name="write_plan_again"),
    path("<int:plan_id>/tien-do/", reading.progress, name="plan_progress"),
    path("dong/<int:item_id>/don-vi/", plans.item_units, name="item_units"),
]

# The page of one plan stands in `site.urls`: it shows the inspections of it, which planning knows nothing of.
urlpatterns = [path("danh-muc/", include(catalogue_urls)), path("ke-hoach/", include(plan_urls))]

# The page of one piece of work, `work:one`, stands in `site.urls`: it shows what people do for the work, which planning knows nothing of.
work_pages = [
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
