// 全選, 全部通過, 全部不通過 and 套用時數 without going to the server; without this script the buttons send the form.
(function () {
  "use strict";
  var fields = [];
  var saved = new Map();
  var differs = function (field) { return saved.has(field) && field.value !== saved.get(field); };
  var wire = function () {
    var form = document.querySelector("[data-hefa-rows]");
    if (!form || form.hasAttribute("data-hefa-wired")) { return; }
    form.setAttribute("data-hefa-wired", "");
    var reason = form.querySelector("[data-hefa-reason]");
    var boxes = Array.from(form.querySelectorAll("input[name=award], input[name=enrolment]"));
    fields = Array.from(form.querySelectorAll(".award-rows input.form-control, .award-rows select"));
    saved = new Map(fields.map(function (field) { return [field, field.value]; }));
    var askReason = function () {
      var settled = fields.some(function (field) { return field.hasAttribute("data-hefa-settled") && differs(field); });
      if (reason && settled) { reason.hidden = false; }
    };
    var fills = {
      select: function () {
        var check = !boxes.every(function (box) { return box.checked; });
        boxes.forEach(function (box) { box.checked = check; });
      },
      apply: function () {
        boxes.filter(function (box) { return box.checked; }).forEach(function (box) {
          ["in_person", "digital"].forEach(function (name) {
            form.elements[name + "-" + box.value].value = form.elements[name].value;
          });
        });
      }
    };
    form.addEventListener("click", function (event) {
      var fill = event.target.getAttribute("data-hefa-fill");
      if (!fill) { return; }
      event.preventDefault();
      if (fills[fill]) { fills[fill](); } else {
        form.querySelectorAll(".award-rows option[value=" + fill + "]").forEach(function (option) {
          option.parentNode.value = fill;
        });
      }
      askReason();
    });
    form.addEventListener("input", askReason);
    form.addEventListener("submit", function () { saved.clear(); });
  };
  wire();
  document.addEventListener("hefa:drawn", wire);
  window.addEventListener("beforeunload", function (event) {
    if (fields.some(differs)) { event.preventDefault(); }
  });
}());
