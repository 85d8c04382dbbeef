// The board asks every three seconds and draws what changed; a QR code that runs out is shown anew. Both only while seen.
(function () {
  "use strict";
  var board = document.querySelector("[data-hefa-board]");
  var tag = "";
  var busy = false;
  var ask = function () {
    if (busy || document.visibilityState !== "visible") { return; }
    busy = true;
    var headers = tag ? { "If-None-Match": tag } : {};
    fetch(board.getAttribute("data-hefa-board"), { headers: headers, redirect: "error" }).then(function (answer) {
      if (answer.status !== 200) { return ""; }
      tag = answer.headers.get("ETag") || "";
      return answer.text();
    }).then(function (drawn) {
      if (drawn && !board.contains(document.activeElement)) { board.innerHTML = drawn; }
      if (drawn && board.contains(document.activeElement)) { tag = ""; }
    }).catch(function () { tag = ""; }).then(function () { busy = false; });
  };
  if (board) { window.setInterval(ask, 3000); }
  var renew = document.querySelector("[data-hefa-renew]");
  if (renew) {
    window.setTimeout(function () {
      if (document.visibilityState === "visible") { renew.submit(); }
    }, Number(renew.getAttribute("data-hefa-renew")) * 1000);
  }
}());
