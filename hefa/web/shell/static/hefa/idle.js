// A minute before the session ends by itself, ask; 延長 keeps it. Other windows count: the server says what is left.
(function () {
  "use strict";
  var WARN_SECONDS = 60;
  var dialog = document.getElementById("idle");
  var form = dialog.querySelector("form");
  var seconds = dialog.querySelector("[data-hefa-seconds]");
  var before = null;
  var ticking = 0;
  var later = 0;
  var hide = function () {
    window.clearInterval(ticking);
    if (dialog.hidden) { return; }
    dialog.hidden = true;
    if (before) { before.focus(); }
  };
  var leave = function () {
    window.location.assign(dialog.getAttribute("data-hefa-login") + "?next=" + encodeURIComponent(location.pathname + location.search));
  };
  var ask = function (path, method) {
    window.clearTimeout(later);
    fetch(path, { method: method, body: method === "POST" ? new FormData(form) : undefined, redirect: "error" })
      .then(function (answer) { return answer.json(); })
      .then(function (told) { look(told.seconds); })
      .catch(function () { later = window.setTimeout(check, WARN_SECONDS * 1000); });
  };
  var check = function () { ask(dialog.getAttribute("data-hefa-left"), "GET"); };
  var warn = function (left) {
    var end = Date.now() + left * 1000;
    var wasHidden = dialog.hidden;
    window.clearInterval(ticking);
    var tick = function () {
      var now = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      seconds.textContent = String(now);
      if (now === 0) { window.clearInterval(ticking); check(); }
    };
    tick();
    dialog.hidden = false;
    ticking = window.setInterval(tick, 1000);
    if (wasHidden) { before = document.activeElement; form.querySelector("button").focus(); }
  };
  var look = function (left) {
    if (left <= 0) { leave(); return; }
    if (left <= WARN_SECONDS) { warn(left); return; }
    hide();
    later = window.setTimeout(check, (left - WARN_SECONDS) * 1000);
  };
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    ask(form.action, "POST");
  });
  dialog.addEventListener("keydown", function (event) {
    if (event.key === "Tab") { event.preventDefault(); }
    if (event.key === "Escape") { ask(form.action, "POST"); }
  });
  check();
}());
