// Passkeys: hand the server's question to the browser, and its answer to the form. Without WebAuthn nothing is shown.
(function () {
  "use strict";
  var place = document.querySelector("[data-hefa-passkey]");
  if (!place || !window.PublicKeyCredential) { return; }
  var making = place.hasAttribute("data-hefa-passkey-new");
  var button = place.querySelector("button");
  var status = place.querySelector("[role=status]");
  var bytes = function (text) {
    var plain = window.atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  };
  var text = function (buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return window.btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  var options = JSON.parse(place.getAttribute("data-hefa-passkey"));
  options.challenge = bytes(options.challenge);
  if (options.user) { options.user.id = bytes(options.user.id); }
  (options.allowCredentials || []).concat(options.excludeCredentials || []).forEach(function (one) { one.id = bytes(one.id); });
  button.hidden = false;
  status.textContent = "";
  button.addEventListener("click", function () {
    status.textContent = "請依瀏覽器的指示操作。";
    (making ? navigator.credentials.create({ publicKey: options }) : navigator.credentials.get({ publicKey: options }))
      .then(function (made) {
        var told = { clientDataJSON: text(made.response.clientDataJSON) };
        ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
          if (made.response[name]) { told[name] = text(made.response[name]); }
        });
        var field = place.querySelector("[name=" + place.getAttribute("data-hefa-passkey-field") + "]");
        field.value = JSON.stringify({ id: made.id, rawId: text(made.rawId), type: made.type, response: told, clientExtensionResults: {} });
        field.form.submit();
      })
      .catch(function () { status.textContent = "通行密鑰沒有完成，請再試一次，或改用其他方式。"; });
  });
}());
