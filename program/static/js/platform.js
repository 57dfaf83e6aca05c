/* What every page does in the browser. Everything works without it, only less comfortably. */
"use strict";

(() => {
  const SEND_AGAIN_AFTER = 15000; // ms: a connection that hangs must not lock the person out

  /* ---- one click, one submission: the button rests after the first, until the page is shown again */
  function rest(form, resting) {
    form.toggleAttribute("data-sent", resting);
    for (const button of form.querySelectorAll('button:not([type="button"]), input[type="submit"]')) {
      if (resting && !button.disabled) { button.disabled = true; button.dataset.rests = ""; }
      if (!resting && "rests" in button.dataset) { button.disabled = false; delete button.dataset.rests; }
    }
  }

  // `submit` comes only after the browser's own validation; htmx has prevented the default of forms that it sends itself.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || "again" in form.dataset) return;
    if ("sent" in form.dataset) { event.preventDefault(); return; }
    setTimeout(() => rest(form, true)); // later: a disabled button would not send its name
    setTimeout(() => rest(form, false), SEND_AGAIN_AFTER);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) rest(form, false);
  });

  /* ---- rows of a formset: [data-rows=prefix] holds [data-rows-body], a <template>, [data-row-add]; each [data-row] has [data-row-remove] */
  const field = (box, name) => box.querySelector(`[name="${box.dataset.rows}-${name}"]`);

  function renumber(box) {
    const pattern = new RegExp(`(^|\\W|_)${box.dataset.rows}-(\\d+|__prefix__)-`, "g");
    const rows = [...box.querySelectorAll("[data-row]")];
    rows.forEach((row, index) => {
      for (const part of row.querySelectorAll("[name], [id], [for], [aria-describedby]")) {
        for (const name of ["name", "id", "for", "aria-describedby"]) {
          const value = part.getAttribute(name);
          if (value) part.setAttribute(name, value.replace(pattern, `$1${box.dataset.rows}-${index}-`));
        }
      }
    });
    field(box, "TOTAL_FORMS").value = rows.length;
    const add = box.querySelector("[data-row-add]");
    if (add && box.dataset.max) add.disabled = rows.filter((row) => !row.hidden).length >= Number(box.dataset.max);
  }

  const changed = (box) => box.dispatchEvent(new Event("change", { bubbles: true })); // autosave listens

  function addRow(box) {
    box.querySelector("[data-rows-body]").append(box.querySelector("template").content.cloneNode(true));
    renumber(box);
    const row = [...box.querySelectorAll("[data-row]")].at(-1);
    countable(row);
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
    changed(box);
  }

  function removeRow(row) {
    const box = row.closest("[data-rows]");
    const shown = [...box.querySelectorAll("[data-row]:not([hidden])")];
    const next = shown[shown.indexOf(row) + 1] ?? shown[shown.indexOf(row) - 1];
    const gone = row.querySelector('[name$="-DELETE"]');
    const rows = [...box.querySelectorAll("[data-row]")];
    if (gone && rows.indexOf(row) < Number(field(box, "INITIAL_FORMS").value)) {
      gone.checked = true; // a stored row stays in the form, hidden, and is deleted when the form is taken in
      row.hidden = true;
    } else {
      row.remove();
    }
    renumber(box);
    (next?.querySelector("[data-row-remove]") ?? box.querySelector("[data-row-add]"))?.focus();
    changed(box);
  }

  document.addEventListener("click", (event) => {
    const add = event.target.closest("[data-row-add]");
    const remove = event.target.closest("[data-row-remove]");
    if (add) addRow(add.closest("[data-rows]"));
    if (remove) removeRow(remove.closest("[data-row]"));
  });

  /* ---- steps that show their effects: one open at a time, Escape closes it and gives the focus back */
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.("details.confirm") || !event.target.open) return;
    for (const other of document.querySelectorAll("details.confirm[open]")) if (other !== event.target) other.open = false;
  }, true);
  document.addEventListener("keydown", (event) => {
    const open = event.key === "Escape" && event.target.closest?.("details.confirm[open]");
    if (open) { open.open = false; open.querySelector("summary").focus(); }
  });

  /* ---- a table wider than the page can be scrolled with the keyboard, and says what it is */
  function reachable(root) {
    for (const box of root.querySelectorAll(".scroll")) {
      const wide = box.scrollWidth > box.clientWidth;
      const name = box.querySelector("caption, th")?.textContent.trim();
      if (wide) { box.tabIndex = 0; box.setAttribute("role", "group"); if (name) box.setAttribute("aria-label", name); }
      else { box.removeAttribute("tabindex"); box.removeAttribute("role"); box.removeAttribute("aria-label"); }
    }
  }

  /* ---- nothing that is typed or pasted is cut off: what is too long is counted here, and said at its field once it is sent */
  function countable(root) {
    for (const input of root.querySelectorAll("textarea[maxlength], input[type=text][maxlength]")) {
      const most = input.maxLength, count = document.createElement("small");
      input.removeAttribute("maxlength");
      count.className = "count";
      count.setAttribute("aria-live", "polite");
      (input.closest(".input-group") ?? input).after(count);
      const show = () => {
        const length = input.value.replace(/\r?\n/g, "\r\n").length; // as it is sent
        count.textContent = length > 0.9 * most && most >= 20 || length > most ? `${length} / ${most}` : "";
        count.classList.toggle("wrong", length > most);
      };
      input.addEventListener("input", show);
      show();
    }
  }

  function begin() {
    countable(document);
    // Rows stored and marked to go in a form that came back with errors stay hidden.
    for (const gone of document.querySelectorAll('[data-row] [name$="-DELETE"]:checked')) gone.closest("[data-row]").hidden = true;
    for (const box of document.querySelectorAll("[data-rows]")) renumber(box);
    reachable(document);
    if (!location.hash) document.querySelector(".error-summary")?.focus();
  }

  /* ---- on paper everything is open but the steps that could be taken */
  window.addEventListener("beforeprint", () => {
    for (const closed of document.querySelectorAll("details:not([open], .confirm)")) { closed.open = true; closed.dataset.printed = ""; }
  });
  window.addEventListener("afterprint", () => {
    for (const opened of document.querySelectorAll("details[data-printed]")) { opened.open = false; delete opened.dataset.printed; }
  });

  window.addEventListener("resize", () => reachable(document));
  document.addEventListener("htmx:afterSettle", (event) => { reachable(event.target); countable(event.target); });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin); else begin();
})();
