// 全選, 全部通過 and 全部不通過 without going to the server; without this script the buttons send the form.
(function () {
  "use strict";
  var form = document.querySelector("[data-hefa-rows]");
  if (!form) { return; }
  var saved = new Map();
  form.querySelectorAll("input.form-control, select").forEach(function (field) { saved.set(field, field.value); });
  var changed = function () {
    return Array.from(saved).some(function (pair) { return pair[0].value !== pair[1]; });
  };
  form.addEventListener("click", function (event) {
    var fill = event.target.getAttribute("data-hefa-fill");
    if (!fill) { return; }
    event.preventDefault();
    if (fill === "select") {
      var boxes = Array.from(form.querySelectorAll("input[name=award]"));
      var check = !boxes.every(function (box) { return box.checked; });
      boxes.forEach(function (box) { box.checked = check; });
      return;
    }
    form.querySelectorAll("select").forEach(function (select) { select.value = fill; });
  });
  form.addEventListener("submit", function () { saved.clear(); });
  window.addEventListener("beforeunload", function (event) {
    if (changed()) { event.preventDefault(); }
  });
}());
