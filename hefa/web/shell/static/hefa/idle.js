// A minute before the session ends by itself, ask; 延長 keeps it. Other windows count: the server says what is left.
// A page that is shown again asks at once: a timer does not run while a laptop sleeps.
// Five minutes before the end that no use lengthens, say so once, so that what is being typed can still be saved.
(function () {
  "use strict";
  var WARN_SECONDS = 60;
  var FINAL_SECONDS = 300;
  var dialog = document.getElementById("idle");
  var form = dialog.querySelector("form");
  var seconds = dialog.querySelectorAll("[data-hefa-seconds]");
  var before = null;
  var ticking = 0;
  var later = 0;
  var end = 0;
  var final = false;
  var knows = false;
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
      .then(function (told) { final = told.final; look(told.seconds); })
      .catch(function () { checkAfter(WARN_SECONDS); });
  };
  var check = function () { ask(dialog.getAttribute("data-hefa-left"), "GET"); };
  var checkAfter = function (wait) {
    window.clearTimeout(later);
    later = window.setTimeout(check, wait * 1000);
    dialog.setAttribute("data-hefa-watched", "");
  };
  var warn = function (left) {
    end = Date.now() + left * 1000;
    var wasHidden = dialog.hidden;
    window.clearInterval(ticking);
    var tick = function () {
      var now = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      seconds.forEach(function (place) { place.textContent = String(now); });
      if (now === 0) { window.clearInterval(ticking); check(); }
    };
    tick();
    dialog.querySelectorAll("[data-hefa-final]").forEach(function (part) { part.hidden = !final; });
    dialog.querySelectorAll("[data-hefa-extends]").forEach(function (part) { part.hidden = final; });
    dialog.hidden = false;
    ticking = window.setInterval(tick, 1000);
    if (wasHidden) { before = document.activeElement; form.querySelector("button:not([hidden])").focus(); }
  };
  var look = function (left) {
    if (left <= 0) { leave(); return; }
    var ahead = final ? knows ? 0 : FINAL_SECONDS : WARN_SECONDS;
    if (left <= ahead) { warn(left); return; }
    hide();
    checkAfter(left - ahead);
  };
  var answer = function () {
    knows = final;
    ask(form.action, "POST");
  };
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    answer();
  });
  dialog.addEventListener("keydown", function (event) {
    if (event.key === "Tab") { event.preventDefault(); }
    if (event.key === "Escape") { answer(); }
  });
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) { check(); }
  });
  check();
}());
