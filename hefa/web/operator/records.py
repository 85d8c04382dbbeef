"""資料紀錄: Django's admin, to read alone. Operators see people, codes, scans and awards; sealed columns stay sealed.

Of the admin's addresses only its lists and single records exist here: nothing can be added, changed, deleted or acted
upon, its login is ours, and each look is noted.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import BinaryField, Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from hefa.accounts.models import Account
from hefa.audit.actions import record
from hefa.audit.models import AuditEntry
from hefa.audit.names import Actor, Verb
from hefa.awards.models import Award, GroupAward, Review, Scan
from hefa.base.clock import now
from hefa.codes.models import PersonalCode
from hefa.keys.fields import SealedField
from hefa.learners.models import Learner
from hefa.organisers.models import Officer, Organiser
from hefa.organisers.queries import operator_of
from hefa.stations.models import Station
from hefa.web.shell.audience import account_of, operator_only

SEALED = "＊＊＊（加密）"
UNSHOWN = {"password", "name_grams"}


if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class RecordAdmin(ModelAdmin):
    """A table to read: every column but hashes; a sealed one says that it is sealed."""

    actions = None
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-pk",)
    change_list_template = "operator/records_list.html"
    change_form_template = "operator/records_item.html"

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what the list offers to narrow by: any other column could be guessed letter by letter, hashes too."""
        return lookup.partition("__")[0] in self.list_filter

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return shown_columns(self.model)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        return shown_columns(self.model)


def shown_columns(model: type[Model]) -> list[str | Callable[[Any], str]]:
    """The columns of a table as its page shows them, sealed ones by what stands in for them."""
    columns: list[str | Callable[[Any], str]] = []
    for field in model._meta.concrete_fields:
        if isinstance(field, SealedField):
            columns.append(_sealed(field))
        elif not isinstance(field, BinaryField) and field.name not in UNSHOWN:
            columns.append(field.name)
    return columns


def _sealed(field: SealedField[Any]) -> Callable[[Any], str]:
    @admin.display(description=str(field.verbose_name))
    def sealed(record: Any) -> str:
        return SEALED

    sealed.__name__ = f"sealed_{field.name}"
    return sealed


class RecordsSite(admin.AdminSite):
    """The site of the records, under /admin/."""

    site_title = site_header = index_title = "資料紀錄（唯讀）"
    site_url = "/operator/"
    index_template = "operator/records_index.html"
    app_index_template = "operator/records_app.html"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return operator_of(account_of(request), on=localdate(now())) is not None

    def get_urls(self) -> list[Any]:
        urls: list[URLPattern] = [path("", noted(self.index), name="index")]
        for model, held in self._registry.items():
            app, name = model._meta.app_label, model._meta.model_name
            urls += [
                path(f"{app}/{name}/", noted(held.changelist_view), name=f"{app}_{name}_changelist"),
                path(f"{app}/{name}/<int:object_id>/", noted(_one(held)), name=f"{app}_{name}_change"),
            ]
        urls.append(path("<slug:app_label>/", noted(self.app_index), name="app_list"))
        return urls


def _one(held: ModelAdmin) -> Callable[..., HttpResponseBase]:
    def view(request: HttpRequest, object_id: int) -> HttpResponseBase:
        return held.change_view(request, str(object_id))

    return view


def noted(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For operators, to read, and written down."""

    @operator_only
    @require_safe
    def opened(request: HttpRequest, /, **kwargs: Any) -> HttpResponseBase:
        record(
            at=now(),
            actor=Actor.account(account_of(request).public_id),
            verb=Verb.RECORDS_OPENED,
            subject_kind="records",
            subject_id=None,
            facts={"path": request.path},
        )
        return view(request, **kwargs)

    return opened


records = RecordsSite(name="records")
LISTS: dict[type[Model], tuple[Sequence[str], Sequence[str]]] = {
    Account: (("public_id", "username", "is_active", "registered_at"), ("is_active",)),
    Learner: (("public_id", "made_at"), ()),
    Organiser: (("public_id", "name", "approved_at", "disabled_at"), ()),
    Officer: (("public_id", "organiser", "from_date", "until_date", "ended_at"), ()),
    PersonalCode: (("public_id", "made_at", "voided_at"), ()),
    Station: (("public_id", "name", "made_at", "revoked_at"), ()),
    Scan: (("scan_id", "verdict", "refusal", "received_at"), ("verdict",)),
    Review: (("public_id", "opened_at", "settlement", "settled_at"), ("settlement",)),
    Award: (("public_id", "state", "source", "awarded_at", "revoked_at"), ("state", "source")),
    GroupAward: (("public_id", "name", "head_count", "state"), ("state",)),
    AuditEntry: (("at", "verb", "actor_kind", "subject_kind", "subject_id"), ("actor_kind",)),
}
"""Each table with the columns of its list and what the list can be narrowed by."""
for _model, (_columns, _filters) in LISTS.items():
    _model._meta.verbose_name_plural = _model._meta.verbose_name or ""  # Chinese has no plural to be marked by an s
    records.register(_model, RecordAdmin, list_display=_columns, list_filter=_filters)
