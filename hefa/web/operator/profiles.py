"""匯出格式: the formats that officers are offered; operators copy them, edit the copies, and switch them on and off."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hefa.base.clock import now
from hefa.paperwork.actions import ProfileOvertaken, clone_profile, edit_profile, switch_profile
from hefa.paperwork.queries import HeldProfile, held_profiles, profile_history
from hefa.paperwork.rules import preview
from hefa.web.operator.profile_form import PREVIEW, CloneForm, NoteForm, ProfileForms
from hefa.web.shell.audience import account_of, operator_only
from hefa.web.shell.form_target import form_target

OVERTAKEN = "其他管理者已先修改這個格式，沒有儲存您的修改。以下是最新的內容。"


@operator_only
@require_safe
def profiles(request: HttpRequest) -> HttpResponse:
    """Every format, offered or not."""
    return render(request, "operator/profiles.html", {"profiles": held_profiles().values()})


@operator_only
@require_safe
def profile(request: HttpRequest, code: str) -> HttpResponse:
    """One format: a preview, its columns, and what was done to it."""
    return _profile_page(request, _held(code))


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def profile_copy(request: HttpRequest, code: str) -> HttpResponse:
    """複製 a format under a code of its own; the copy is edited next, and switched on when it is right."""
    held = _held(code)
    form = CloneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = clone_profile(
                source=held,
                code=told["code"],
                label=told["label"],
                note=told["note"],
                operator=account_of(request),
                at=now(),
            )
        except ProfileOvertaken:
            form.add_error("code", "已有使用這個代碼的格式。")
        else:
            messages.success(request, f"已複製為「{made.label}」。請修改後啟用，承辦人才能使用。")
            return redirect("operator:profile_edit", made.code)
    return render(request, "operator/profile_copy.html", {"held": held, "form": form})


@operator_only
@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Edit a copy: 預覽 shows the first lines of what is typed, 儲存 adds a version."""
    held = _held(code)
    if held.shipped:
        messages.warning(request, "系統內建的格式不能修改，請先複製。")
        return redirect("operator:profile", code)
    sent = request.POST if request.method == "POST" else None
    typed = ProfileForms(held.profile, seen=held.version, sent=sent)
    wanted = typed.profile() if sent is not None else None
    if wanted is not None and request.POST.get("do") != PREVIEW:
        told = typed.settings.cleaned_data
        try:
            edit_profile(
                held=held,
                seen=told["seen"],
                profile=wanted,
                note=told["note"],
                operator=account_of(request),
                at=now(),
            )
        except ProfileOvertaken:
            messages.warning(request, OVERTAKEN)
            return redirect("operator:profile_edit", code)
        messages.success(request, f"已儲存「{wanted.label}」。之後匯出的檔案使用新的內容，先前的紀錄不變。")
        return redirect("operator:profile", code)
    context = {"held": held, "form": typed.settings, "columns": typed.columns, "preview": wanted and preview(wanted)}
    return render(request, "operator/profile_edit.html", context)


@operator_only
@form_target("operator:profile")
def profile_switch(request: HttpRequest, code: str) -> HttpResponse:
    """啟用 or 停用 a format, with the reason."""
    held = _held(code)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _profile_page(request, held, form=form)
    active = request.POST.get("active") == "yes"
    try:
        switch_profile(
            held=held,
            seen=form.cleaned_data["seen"],
            active=active,
            note=form.cleaned_data["note"],
            operator=account_of(request),
            at=now(),
        )
    except ProfileOvertaken:
        messages.warning(request, OVERTAKEN)
    else:
        messages.success(request, f"已{'啟用' if active else '停用'}「{held.profile.label}」。")
    return redirect("operator:profile", code)


def _held(code: str) -> HeldProfile:
    held = held_profiles().get(code)
    if held is None:
        raise Http404
    return held


def _profile_page(request: HttpRequest, held: HeldProfile, *, form: NoteForm | None = None) -> HttpResponse:
    context = {
        "held": held,
        "form": form or NoteForm(initial={"seen": held.version}),
        "preview": preview(held.profile),
        "history": profile_history(held.profile.code),
    }
    return render(request, "operator/profile.html", context)
