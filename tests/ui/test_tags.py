"""The parts of pages say what they should, to eyes and to ears."""

from datetime import date

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from congtam.engine.sources import Certainty, Source
from congtam.engine.truth import Truth
from congtam.ui.templatetags.layout import THEMES

ON = date(2026, 3, 31)


def drawn(text: str, *, address: str = "/", **values: object) -> str:
    """Return what a template with these values becomes on the page at `address`, spaces evened."""
    request = RequestFactory().get(address)
    return " ".join(Template(text).render(Context({"request": request, "csrf_token": "dấu", **values})).split())


class Notice(forms.Form):
    title = forms.CharField(label="Nội dung", help_text="Ghi như trong văn bản.")
    due = forms.DateField(label="Hạn", required=False)
    kind = forms.ChoiceField(label="Loại", choices=[("a", "Thường"), ("b", "Khẩn")], widget=forms.RadioSelect)


class TestAField:
    def test_ties_its_help_and_its_complaint_to_the_box(self) -> None:
        page = drawn("{% field form.title %}", form=Notice({}))
        assert 'aria-describedby="id_title_help id_title_error"' in page
        assert 'id="id_title_help"' in page
        assert 'id="id_title_error"' in page
        assert '<label for="id_title">' in page

    def test_says_when_it_may_stay_empty(self) -> None:
        assert "(không bắt buộc)" in drawn("{% field form.due %}", form=Notice())
        assert "(không bắt buộc)" not in drawn("{% field form.title %}", form=Notice())

    def test_asks_for_days_in_the_browsers_own_box(self) -> None:
        page = drawn("{% field form.due %}", form=Notice(initial={"due": ON}))
        assert 'type="date"' in page
        assert 'value="2026-03-31"' in page

    def test_groups_choices_under_their_question(self) -> None:
        assert "<legend>Loại" in drawn("{% field form.kind %}", form=Notice())

    def test_complaints_above_a_form_lead_to_their_boxes(self) -> None:
        page = drawn("{% errors form %}", form=Notice({}))
        assert '<a href="#id_title">Nội dung</a>' in page
        assert drawn("{% errors form %}", form=Notice()) == ""


class TestTheButtonsOfARecord:
    def test_put_the_primary_one_first_and_the_fourth_in_a_menu(self) -> None:
        allowed = [{"label": f"Việc {place}", "url": f"/{place}", "is_primary": place == 4} for place in range(5)]
        page = drawn("{% actions allowed %}", allowed=allowed)
        assert page.index("Việc 4") < page.index("Việc 0") < page.index("Việc khác") < page.index("Việc 2")

    def test_post_unless_they_open_a_page(self) -> None:
        page = drawn(
            "{% actions allowed %}",
            allowed=[{"label": "Nhận", "url": "/nhan"}, {"label": "Sửa", "url": "/sua", "opens_page": True}],
        )
        assert '<form class="ct-act" method="post" action="/nhan">' in page
        assert 'href="/sua"' in page

    def test_ask_for_a_reason_before_a_post_that_needs_one(self) -> None:
        page = drawn(
            "{% actions allowed %}",
            allowed=[{"code": "send_back", "label": "Trả lại", "url": "/", "needs_reason": True}],
        )
        assert 'name="reason"' in page
        assert "required" in page
        assert "dấu" in page

    def test_are_none_where_nothing_is_allowed(self) -> None:
        assert "<button" not in drawn("{% actions allowed %}", allowed=[])


class TestAList:
    def test_turns_its_order_around_and_forgets_the_page(self) -> None:
        page = drawn('{% th "Hạn" "due" %}', address="/?q=la&sort=due&page=3")
        assert 'aria-sort="ascending"' in page
        assert "?q=la&amp;sort=-due" in page

    def test_keeps_its_filters_from_page_to_page(self) -> None:
        page = drawn("{% pages page %}", address="/?q=la", page=Paginator(range(3012), 50).page(2))
        assert "51–100 trong 3.012" in page
        assert "?q=la&amp;page=3" in page

    def test_offers_its_columns_with_those_shown_ticked(self) -> None:
        page = drawn("{% columns options chosen %}", options=[("due", "Hạn"), ("source", "Nguồn giao")], chosen=["due"])
        assert 'name="cot" value="due" checked' in page
        assert 'name="cot" value="source">' in page

    def test_offers_what_is_missing_as_a_filter(self) -> None:
        page = drawn(
            '{% choice_filter "han" "Hạn" options none="Chưa có hạn" %}',
            address="/?han=none",
            options=[("1", "Tuần này")],
        )
        assert '<option value="none" selected>Chưa có hạn</option>' in page

    def test_draws_a_zero_quietly(self) -> None:
        assert "ct-red" not in drawn('{% tile 0 "quá hạn" "/" tone="red" %}')
        assert "ct-red" in drawn('{% tile 2 "quá hạn" "/" tone="red" %}')

    def test_a_large_figure_is_written_with_dots_between_thousands(self) -> None:
        assert "19.238" in drawn('{% tile 19238 "quá hạn" "/" %}')


class TestAMark:
    def test_of_a_level_is_a_word_and_a_shape(self) -> None:
        page = drawn('{% level "excellent" %}')
        assert "Hoàn thành xuất sắc nhiệm vụ" in page
        assert "#star-filled" in page

    def test_of_a_missing_level_is_no_lowest_level(self) -> None:
        assert "Chưa có" in drawn("{% level None %}")

    @pytest.mark.parametrize(
        ("due", "tone"),
        [
            (date(2026, 3, 30), "ct-red"),
            (ON, "ct-amber"),
            (date(2026, 4, 3), "ct-amber"),
            (date(2026, 4, 4), "ct-plain"),
        ],
    )
    def test_of_a_deadline_is_red_only_when_overdue(self, due: date, tone: str) -> None:
        assert tone in drawn("{% deadline due on %}", due=due, on=ON)

    def test_of_a_kept_deadline_is_not_red_any_more(self) -> None:
        page = drawn("{% deadline due on done=done %}", due=date(2026, 3, 1), on=ON, done=date(2026, 2, 28))
        assert "đúng hạn" in page
        assert "ct-red" not in page

    def test_of_a_person_never_shows_the_whole_number(self) -> None:
        page = drawn('{% person "Lê Thị Sen" number="000188004321" %}')
        assert "000188004321" not in page
        assert "321" in page

    def test_of_certainty_stands_beside_uncertain_rules_only(self) -> None:
        assert drawn('{% certainty "confirmed" %}') == ""
        assert "theo nguồn thứ cấp" in drawn('{% certainty "secondary" %}')


class TestWhy:
    def test_reads_the_engines_findings_and_stored_ones_alike(self) -> None:
        source = Source.model_construct(instrument="nd-335-2025", printed="Điều 18", certainty=Certainty.SECONDARY)
        findings = [
            {"sentence": "Đạt 28/30.", "truth": Truth.YES, "source": source},
            {"sentence": "Trả lại 1 lần.", "truth": "no", "source": {"printed": "Điều 19", "certainty": "confirmed"}},
            {"sentence": "Chưa rõ.", "truth": "unknown", "source": "Điều 20"},
        ]
        page = drawn('{% why findings of="điểm a" %}', findings=findings)
        assert [article in page for article in ("Điều 18", "Điều 19", "Điều 20")] == [True] * 3
        assert page.count("theo nguồn thứ cấp") == 1
        assert 'aria-label="Không đạt"' in page

    def test_shields_the_page_from_what_people_typed(self) -> None:
        page = drawn("{% why findings %}", findings=[{"sentence": "<script>", "truth": "yes"}])
        assert "&lt;script&gt;" in page


class TestTheStrip:
    def test_says_by_how_much_a_group_is_over(self) -> None:
        page = drawn(
            '{% strip "Xuất sắc" groups %}',
            groups=[{"name": "Sở", "used": 8, "limit": 6}, {"name": "Xã", "used": 1, "limit": 1}],
        )
        assert "vượt 2" in page
        assert "vừa đủ" in page

    def test_can_draw_a_limit_of_nobody(self) -> None:
        assert "vượt 1" in drawn('{% strip "Xuất sắc" groups %}', groups=[{"name": "Tổ", "used": 1, "limit": 0}])


class TestProgress:
    def test_stops_asking_when_all_is_done(self) -> None:
        assert "hx-get" in drawn('{% progress 3 8 "Nhập" "/tien-do/" %}')
        assert "hx-get" not in drawn('{% progress 8 8 "Nhập" "/tien-do/" %}')


def test_a_chart_carries_its_numbers_as_data_and_its_table() -> None:
    data = {"kind": "bar", "labels": ["</script>"], "series": [{"name": "Điểm", "values": ["87.5"]}]}
    page = drawn('{% chart "bieu-do" "Điểm" data %}<table></table>{% endchart %}', data=data)
    assert '<script id="bieu-do-data" type="application/json">' in page
    assert page.count("</script>") == 1
    assert "<table></table>" in page


def test_themes_are_the_ones_the_stylesheet_knows() -> None:
    assert THEMES == ("light", "dark")


class TestReasons:
    def test_fold_away_what_was_looked_at_and_does_not_apply(self) -> None:
        said = [
            {"sentence": "Từ 70 điểm đến dưới 90 điểm.", "truth": "yes", "source": "Điều 20"},
            {"sentence": "Không bị kỷ luật.", "truth": "", "source": "khoản 4 Điều 20", "is_last": True},
        ]
        page = drawn("{% why said of='xếp loại' %}", said=said)
        assert (
            page.index("Từ 70 điểm") < page.index("Đã xét 1 điều khác, không áp dụng") < page.index("Không bị kỷ luật")
        )

    def test_say_so_when_none_was_kept(self) -> None:
        assert "Chưa có căn cứ nào được ghi." in drawn("{% why said %}", said=[])


class Crowd(forms.Form):
    people = forms.MultipleChoiceField(
        label="Người thực hiện",
        choices=[(str(number), f"Người thứ {number}") for number in range(13)],
        widget=forms.CheckboxSelectMultiple,
    )
    few = forms.MultipleChoiceField(choices=[("1", "Một"), ("2", "Hai")], widget=forms.CheckboxSelectMultiple)
    name = forms.CharField(max_length=5)
    day = forms.DateField()


class TestLongLists:
    def test_more_boxes_than_can_be_read_through_get_a_box_to_search_them(self) -> None:
        assert "data-narrow" in drawn("{% field form.people %}", form=Crowd())
        assert "data-narrow" not in drawn("{% field form.few %}", form=Crowd())

    def test_an_empty_list_has_no_line_of_pages(self) -> None:
        assert drawn("{% pages page %}", page=Paginator([], 10).get_page(1)).strip() == ""

    def test_no_act_allowed_draws_no_empty_box(self) -> None:
        assert drawn("{% actions allowed %}", allowed=[]).strip() == ""

    def test_a_long_fact_takes_a_row_of_its_own(self) -> None:
        assert "ct-fact-long" in drawn('{% fact "Lý do" %}' + "rất dài " * 20 + "{% endfact %}")
        assert "ct-fact-long" not in drawn('{% fact "Lý do" %}ngắn{% endfact %}')


class TestComplaints:
    def test_what_is_wrong_says_what_to_do(self) -> None:
        errors = Crowd({"name": "quá dài rồi", "day": ""}).errors
        assert errors["people"] == ["Hãy chọn ít nhất một."]
        assert errors["name"] == ["Dài quá: nhiều nhất 5 ký tự, đang có 11. Hãy viết ngắn lại."]
        assert errors["day"] == ["Hãy chọn ngày."]
