// A QR code that runs out is shown anew while somebody looks.
(function () {
  "use strict";
  var renew = document.querySelector("[data-hefa-renew]");
  if (!renew) { return; }
  window.setTimeout(function () {
    if (document.visibilityState === "visible") { renew.submit(); }
  }, Number(renew.getAttribute("data-hefa-renew")) * 1000);
}());
