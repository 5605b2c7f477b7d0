"""Where the pages of the yearly rating are."""

from django.urls import path

from congtam.evaluation import views

app_name = "evaluation"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("kien-nghi/", views.petitions, name="petitions"),
    path("kien-nghi/<int:pk>/tra-loi/", views.answer, name="answer"),
    path("dot/", views.campaigns, name="campaigns"),
    path("dot/<int:pk>/", views.workbench, name="workbench"),
    path("dot/<int:pk>/tinh/", views.propose, name="propose"),
    path("dot/<int:pk>/chuan-bi/", views.prepare, name="prepare"),
    path("dot/<int:pk>/bo-sung/", views.add_cases, name="add_cases"),
    path("dot/<int:pk>/bien-ban/", views.minutes, name="minutes"),
    path("dot/<int:pk>/quyet-dinh-nhieu/", views.decide_clean, name="decide_clean"),
    path("dot/<int:pk>/so-sanh/", views.compare, name="compare"),
    path("dot/<int:pk>/phan-bo/", views.distribution, name="distribution"),
    path("dot/<int:pk>/cong-bo/", views.publication, name="publication"),
    path("dot/<int:pk>/ket-qua/", views.results, name="results"),
    path("dot/<int:pk>/danh-sach.xlsx", views.workbook, name="workbook"),
    path("dot/<int:pk>/mau-02.pdf", views.forms_pdf, name="forms_pdf"),
    path("dot/<int:pk>/mau-02.zip", views.forms_zip, name="forms_zip"),
    path("viec/<int:pk>/", views.job, name="job"),
    path("viec/<int:pk>/tien-do/", views.job_progress, name="job_progress"),
    path("viec/<int:pk>/tep/", views.job_file, name="job_file"),
    path("ho-so/<int:pk>/", views.case, name="case"),
    path("ho-so/<int:pk>/tu-xep-loai/", views.self_rate, name="self_rate"),
    path("ho-so/<int:pk>/y-kien/", views.opinions, name="opinions"),
    path("ho-so/<int:pk>/quyet-dinh/", views.decide, name="decide"),
    path("ho-so/<int:pk>/thay-the/", views.replace, name="replace"),
    path("ho-so/<int:pk>/kien-nghi/", views.petition, name="petition"),
    path("ho-so/<int:pk>/mau-02.<str:ending>", views.form, name="form"),
]
