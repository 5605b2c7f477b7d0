"""A unit with more units under it than the tree draws."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from congtam.organisation.models import Unit
from congtam.personnel.selectors import tree
from congtam.personnel.views import units
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def department(monkeypatch: pytest.MonkeyPatch) -> Unit:
    monkeypatch.setattr(tree, "_DRAWN", 2)
    monkeypatch.setattr(units, "SHOWN", 2)
    monkeypatch.setattr(units, "INSIDE", 2)
    made = make.body("Sở Thuỷ lợi")
    for number in range(3):
        make.unit(f"Phòng {number}", under=made)
    for name in ("Bùi Thị An", "Cao Thị Bích", "Đỗ Thị Chi"):
        make.officer(made, name)
    return made


def page(department: Unit, address: str, **query: str) -> Any:
    client = Client()
    reader = make.officer(department, "Vũ Thị Yến").user
    assert reader
    client.force_login(reader)
    return client.get(address, query)


def test_the_tree_counts_what_it_leaves_out_and_leads_to_the_units_own_page(department: Unit) -> None:
    text = page(department, reverse("organisation:tree")).content.decode()
    assert "Phòng 1" in text
    assert "Phòng 2" not in text
    assert "Còn 1 đơn vị nữa" in text


def test_the_units_page_has_all_units_inside_on_its_pages_and_leads_to_the_list_for_its_people(
    department: Unit,
) -> None:
    address = reverse("organisation:unit", args=[department.pk])
    first, second = (page(department, address, page=number).content.decode() for number in ("1", "2"))
    assert "Phòng 1" in first
    assert "Phòng 2" in second
    assert "Phòng 2" not in first
    assert "Bùi Thị An" in first
    assert f'{reverse("personnel:people")}?unit={department.pk}">Tìm, lọc người' in first
    others = page(department, address, nguoi="2").content.decode()
    assert "Đỗ Thị Chi" in others
    assert "Đỗ Thị Chi" not in first
