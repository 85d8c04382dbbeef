// Lists that renew themselves: every two seconds, while somebody looks, the page asks with the mark of what it shows
// and draws the parts that changed. A part in which somebody types, chooses or has opened something is left alone.
(function () {
  "use strict";
  var source = document.querySelector("[data-hefa-live]");
  if (!source) { return; }
  var tag = source.getAttribute("data-hefa-tag") || "";
  var news = document.querySelector("[data-hefa-news]");
  var busy = false;
  var waiting = false;
  var parts = function () { return Array.from(document.querySelectorAll("[data-hefa-part]")); };
  var changed = function (field) {
    if (field.type === "checkbox") { return field.checked !== field.defaultChecked; }
    if (field.tagName !== "SELECT") { return field.value !== field.defaultValue; }
    var first = Array.from(field.options).findIndex(function (option) { return option.defaultSelected; });
    return field.selectedIndex !== Math.max(first, 0);
  };
  var held = function (part) {
    return part.contains(document.activeElement) || part.querySelector("[data-hefa-unsaved], details[open]") !== null ||
      Array.from(part.querySelectorAll("input, select")).some(changed);
  };
  var count = function (part) { return Number(part.getAttribute("data-hefa-count") || 0); };
  var draw = function (text) {
    var told = new DOMParser().parseFromString(text, "text/html");
    var more = 0;
    waiting = false;
    parts().forEach(function (part) {
      var next = told.querySelector("[data-hefa-part=" + part.getAttribute("data-hefa-part") + "]");
      if (!next || next.outerHTML === part.outerHTML) { return; }
      if (held(part)) { waiting = true; more += count(next) - count(part); } else { part.replaceWith(next); }
    });
    if (news) {
      news.hidden = !waiting;
      news.firstElementChild.textContent = more > 0 ? "有 " + more + " 筆新資料" : "資料已更新";
    }
    document.dispatchEvent(new Event("hefa:drawn"));
  };
  window.setInterval(function () {
    if (busy || document.visibilityState !== "visible") { return; }
    busy = true;
    if (waiting && !parts().some(held)) { tag = ""; }
    var headers = tag ? { "If-None-Match": tag } : {};
    fetch(source.getAttribute("data-hefa-live"), { headers: headers, redirect: "error" }).then(function (answer) {
      if (answer.status !== 200) { return ""; }
      tag = answer.headers.get("ETag") || "";
      return answer.text();
    }).then(function (text) { if (text) { draw(text); } }).catch(function () { tag = ""; }).then(function () { busy = false; });
  }, 2000);
}());
