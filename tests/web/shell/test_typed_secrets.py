"""What is typed to prove who one is is not shown, nor sent back (附表十, 鑑別資訊回饋)."""

from collections.abc import Iterator
from importlib import import_module

import pytest
from django import forms

from tests.house.walls import ROOT, sources


def secrets_of(kind: type[forms.BaseForm]) -> Iterator[tuple[str, forms.Field]]:
    """The fields of the forms of the site that take a password."""
    for one in kind.__subclasses__():
        yield from secrets_of(one)
        if one.__module__.startswith("hefa."):
            yield from (
                (f"{one.__qualname__}.{name}", f) for name, f in vars(one)["base_fields"].items() if "password" in name
            )


@pytest.mark.control("附表十 鑑別資訊回饋 1")
def test_passwords_are_dots_and_never_drawn_back() -> None:
    for path in sources("hefa/web"):
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    fields = dict(secrets_of(forms.BaseForm))
    assert len(fields) >= 4
    for name, one in fields.items():
        assert isinstance(one.widget, forms.PasswordInput) and not one.widget.render_value, name
        assert "typed-before" not in one.widget.render(name, "typed-before"), name
