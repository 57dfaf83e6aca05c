/* A form with data-autosave (empty, or the address to save to) saves itself 1.5 s after the last keystroke, and on leaving a field. The Save button does the same without it.
   The server answers JSON {revision, saved_at, errors: {field: [sentence]}}. A refusal is {error, box}: nothing was overwritten, and the box
   (templates/program/_unsaved.html) lets the person choose between the two texts, or says why nothing can be written any more. */
"use strict";

(() => {
  const PAUSE = 1500, AGAIN = 10000; // ms

  function begin(form) {
    const status = form.querySelector("[data-autosave-status]");
    let timer = 0, pause = PAUSE, stale = false, blocked = false, running = null;

    const say = (text, wrong = false) => { status.textContent = text; status.classList.toggle("wrong", wrong); };

    function later() {
      clearTimeout(timer);
      timer = setTimeout(save, pause);
    }

    /* Not taken in: kept, and tried again after a while. */
    function failed(text) {
      say(text, true);
      stale = true;
      pause = AGAIN;
    }

    /* ---- errors at their field; those the page came with are replaced by what is true now */
    function clear() {
      for (const said of form.querySelectorAll(".invalid-feedback")) said.remove();
      for (const field of form.querySelectorAll("[aria-invalid]")) {
        field.removeAttribute("aria-invalid");
        field.classList.remove("is-invalid");
      }
    }

    function mark(errors) {
      clear();
      for (const [name, sentences] of Object.entries(errors)) {
        const field = form.elements.namedItem(name);
        const input = field instanceof RadioNodeList ? field[0] : field;
        const place = input ?? form.querySelector(`#id_${CSS.escape(name)}`);
        if (!place) continue;
        const said = document.createElement("p");
        said.className = "invalid-feedback d-block";
        said.textContent = sentences.join(" ");
        if (!input) { place.prepend(said); continue; }
        said.id = `${input.id}_error`;
        input.setAttribute("aria-invalid", "true");
        input.classList.add("is-invalid");
        const described = new Set((input.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
        input.setAttribute("aria-describedby", [...described.add(said.id)].join(" "));
        if (input.closest(".cell")) input.before(said); // the fields of a line stay in line
        else (input.closest(".input-group") ?? input).after(said);
      }
    }

    /* ---- not taken in, and not to be tried again: the text stays, the box above the form says what can be done */
    function refused(said) {
      blocked = true;
      say(said.error, true);
      document.getElementById("unsaved")?.remove();
      if (!said.box) return;
      form.insertAdjacentHTML("beforebegin", said.box);
      if (form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" }); // not behind the box
    }

    async function answered(response) {
      if (!(response.headers.get("Content-Type") ?? "").startsWith("application/json")) {
        failed(response.redirected || response.status === 403 ? form.dataset.signedOut : form.dataset.failed);
        return;
      }
      const said = await response.json();
      if (response.status === 503) { failed(said.error); return; } // closed for a while
      if (!response.ok) { refused(said); return; }
      form.elements.revision.value = said.revision;
      mark(said.errors);
      form.dispatchEvent(new CustomEvent("saved", { detail: said })); // a page that shows more than the fields
      const wrong = Object.keys(said.errors).length > 0;
      say(wrong ? form.dataset.wrong : `${form.dataset.saved} ${said.saved_at}`, wrong);
    }

    async function send() {
      stale = false;
      pause = PAUSE;
      say(form.dataset.saving);
      try {
        await answered(await fetch(form.dataset.autosave || form.action, {
          method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, credentials: "same-origin",
        }));
      } catch {
        failed(form.dataset.offline);
      }
    }

    function save() {
      clearTimeout(timer);
      if (!stale || blocked || running) return;
      running = send().finally(() => {
        running = null;
        if (stale && !blocked) later();
      });
    }

    function touched() { stale = true; if (!blocked) later(); }

    form.addEventListener("input", touched);
    form.addEventListener("change", touched);
    form.addEventListener("focusout", (event) => { if (event.target.matches("input, select, textarea")) save(); });

    // The button while a save is on its way: wait for it, or the two would be each other's conflict.
    form.addEventListener("submit", (event) => {
      clearTimeout(timer);
      if (!running) { stale = false; return; }
      event.preventDefault();
      event.stopPropagation();
      const button = event.submitter;
      running.finally(() => form.requestSubmit(button));
    }, true);
    window.addEventListener("beforeunload", (event) => { if (stale && !blocked) event.preventDefault(); });
  }

  for (const form of document.querySelectorAll("form[data-autosave]")) begin(form);
})();
