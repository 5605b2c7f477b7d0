"""Pages of the yearly rating."""

from congtam.evaluation.views.campaigns import (
    add_cases,
    campaigns,
    compare,
    decide_clean,
    distribution,
    minutes,
    prepare,
    propose,
    publication,
    results,
    workbench,
)
from congtam.evaluation.views.cases import case, decide, mine, opinions, replace, self_rate
from congtam.evaluation.views.papers import form, forms_pdf, forms_zip, job, job_file, job_progress, workbook
from congtam.evaluation.views.petitions import answer, petition, petitions

__all__ = [
    "add_cases",
    "answer",
    "campaigns",
    "case",
    "compare",
    "decide",
    "decide_clean",
    "distribution",
    "form",
    "forms_pdf",
    "forms_zip",
    "job",
    "job_file",
    "job_progress",
    "mine",
    "minutes",
    "opinions",
    "petition",
    "petitions",
    "prepare",
    "propose",
    "publication",
    "replace",
    "results",
    "self_rate",
    "workbench",
    "workbook",
]
