// Enter goes to the next cell of a sheet, after the last one to the button; without this script Enter sends the form.
(function () {
  "use strict";
  var form = document.querySelector("[data-hefa-cells]");
  if (!form) { return; }
  var cells = Array.from(form.querySelectorAll("table input:not([type=hidden])"));
  var send = form.querySelector("button[type=submit]");
  form.addEventListener("keydown", function (event) {
    var at = cells.indexOf(event.target);
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || at < 0) { return; }
    event.preventDefault();
    (cells[at + 1] || send).focus();
  });
  var typed = function () {
    return cells.some(function (cell) { return cell.type !== "checkbox" && cell.value !== cell.defaultValue; });
  };
  form.addEventListener("submit", function () { typed = function () { return false; }; });
  window.addEventListener("beforeunload", function (event) {
    if (typed()) { event.preventDefault(); }
  });
}());
