// Enter goes to the next cell of a sheet, after the last one to the button; without this script Enter sends the form.
// It runs before the sheet is drawn: whoever types at once sends no half of it.
(function () {
  "use strict";
  var sent = false;
  var cellsNow = function () {
    return Array.from(document.querySelectorAll("[data-hefa-cells] table input:not([type=hidden])"));
  };
  document.addEventListener("keydown", function (event) {
    var cells = cellsNow();
    var at = cells.indexOf(event.target);
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || at < 0) { return; }
    event.preventDefault();
    var next = cells[at + 1] || event.target.form.querySelector("button[type=submit]");
    if (next) { next.focus(); }
  });
  document.addEventListener("submit", function (event) {
    sent = event.target.hasAttribute("data-hefa-cells");
  });
  window.addEventListener("beforeunload", function (event) {
    var typed = function (cell) { return cell.type !== "checkbox" && cell.value !== cell.defaultValue; };
    if (!sent && cellsNow().some(typed)) { event.preventDefault(); }
  });
}());
