/* The two ceremonies of a passkey: form[data-passkey=create|get] with data-options (what the browser is asked for, binary parts in
   base64url) sends the browser's answer in its field `credential`. What goes wrong is said at [data-passkey-said]. */
"use strict";

(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  function decoded(asked) {
    const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));
    const options = { ...asked, challenge: bytes(asked.challenge) };
    if (asked.user) options.user = { ...asked.user, id: bytes(asked.user.id) };
    if (asked.excludeCredentials) options.excludeCredentials = known(asked.excludeCredentials);
    if (asked.allowCredentials) options.allowCredentials = known(asked.allowCredentials);
    return options;
  }

  function encoded(made) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (made.response[part]) response[part] = text(made.response[part]);
    }
    return {
      id: made.id, rawId: text(made.rawId), type: made.type, response, clientExtensionResults: made.getClientExtensionResults(),
    };
  }

  async function ask(form) {
    const said = form.querySelector("[data-passkey-said]");
    said.hidden = true;
    try {
      const publicKey = decoded(JSON.parse(form.dataset.options).publicKey);
      const made = await navigator.credentials[form.dataset.passkey]({ publicKey });
      form.elements.credential.value = JSON.stringify(encoded(made));
      form.submit();
    } catch {
      said.textContent = form.dataset.failed; // declined, timed out, not possible here: the browser has said which
      said.hidden = false;
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[data-passkey]")) {
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        ask(form);
      });
    }
  });
})();
