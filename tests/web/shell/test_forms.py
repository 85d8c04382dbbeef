"""The look of a field: label, help, error, and how they are tied together."""

import pytest
from django import forms

from hefa.web.shell.forms import PageForm, looks_like_a_number
from tests.cast import an_id

A_UUID = "6b1f7e0c-0000-4000-8000-0a2123456789"


class Example(PageForm):
    name = forms.CharField(label="姓名", help_text="請填全名", error_messages={"required": "請輸入姓名。"})
    note = forms.CharField(label="備註", required=False)
    agreed = forms.BooleanField(label="同意", required=False)
    chosen = forms.ChoiceField(label="縣市", choices=[("10", "臺北市")], required=False)


def test_an_error_stands_beside_its_field_and_is_read_with_it() -> None:
    drawn = Example({"name": ""})["name"].as_field_group()
    assert '<label class="field-label" for="id_name">姓名</label>' in drawn
    assert '<ul class="field-errors" id="id_name_error"><li>請輸入姓名。</li></ul>' in drawn
    assert 'aria-invalid="true"' in drawn
    described = drawn.split('aria-describedby="')[1].split('"')[0].split()
    assert all(f'id="{part}"' in drawn for part in described) and "id_name_error" in described


def test_only_fields_that_may_stay_empty_are_marked_so() -> None:
    form = Example()
    assert "（選填）" not in form["name"].as_field_group()
    assert "（選填）" in form["note"].as_field_group()


def test_each_kind_of_input_has_its_look() -> None:
    form = Example()
    looks = {name: form[name].field.widget.attrs["class"] for name in form.fields}
    assert looks == {
        "name": "form-control",
        "note": "form-control",
        "agreed": "form-check-input",
        "chosen": "form-select",
    }


def test_what_looks_like_a_national_id_is_never_drawn_back() -> None:
    for typed in ("A123456789", "ａ１２３４５６７８９", "王小明 A1 2345 6789", "AB23456789", "a800000014"):
        assert looks_like_a_number(typed), typed
        assert Example({"note": typed})["note"].value() is None
    for typed in ("王小明", "A12345678", "355000000I", "376540000A", "A09000000E", A_UUID):
        assert not looks_like_a_number(typed) and Example({"note": typed})["note"].value() == typed


@pytest.mark.control("T23")
def test_a_number_typed_into_any_field_is_not_sent_back() -> None:
    number = an_id(1).value
    form = Example({"name": number, "note": f"證號 {number.lower()}", "chosen": number})
    assert number not in form.as_div().upper() and "沒有這個選項" in form.as_div()
    assert 'value="王小明"' in Example({"name": "王小明"}).as_div()
    assert number not in Example(initial={"note": number}).as_div(), "a form drawn anew after a look-up is not bound"
