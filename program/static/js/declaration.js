/* The entry grid of a declaration: a block copied from a spreadsheet fills its cells, Enter and the arrows go along a column,
   and what the server found and counted when it saved appears without the page being asked for again (autosave.js sends `saved`). */
"use strict";

(() => {
  const form = document.getElementById("written");
  if (!form) return;
  const rows = () => [...form.querySelectorAll("tr[data-place]")];
  const cellOf = (row, column) => row?.querySelector(`[data-col="${column}"]`);
  const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

  /* ---- a block of cells: tabs go right, lines go down; the server reads every cell as if it were typed */
  function put(field, text) {
    if (field.tagName === "SELECT") {
      const wanted = { 是: "1", 否: "0", yes: "1", no: "0" }[text.trim().toLowerCase()] ?? text.trim();
      if (![...field.options].some((option) => option.value === wanted)) return;
      field.value = wanted;
    } else {
      field.value = text.trim();
    }
    exclude(field);
  }

  form.addEventListener("paste", (event) => {
    const field = event.target.closest("[data-col]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!field || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    const all = rows();
    const from = all.indexOf(field.closest("tr")), left = Number(field.dataset.col);
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach((line, down) => {
      line.split("\t").forEach((cell, right) => {
        const target = cellOf(all[from + down], left + right);
        if (target) put(target, cell);
      });
    });
    changed(field);
  });

  /* ---- along a column */
  form.addEventListener("keydown", (event) => {
    const field = event.target.closest("[data-col]");
    if (!field || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const isSelect = field.tagName === "SELECT";
    const step = event.key === "Enter" ? (event.shiftKey ? -1 : 1) : isSelect ? 0 : { ArrowDown: 1, ArrowUp: -1 }[event.key] ?? 0;
    if (!step) return;
    event.preventDefault();
    const all = rows();
    for (let at = all.indexOf(field.closest("tr")) + step; at >= 0 && at < all.length; at += step) {
      const next = cellOf(all[at], field.dataset.col);
      if (next) { next.focus(); next.select?.(); return; }
    }
  });

  /* ---- a figure, or why there is none: the one empties the other */
  function exclude(field) {
    const row = field.closest("tr[data-place]");
    const figure = cellOf(row, 0), reason = row?.querySelector("[data-missing]");
    if (!figure || !reason) return;
    if (field === figure && figure.value.trim()) reason.value = "";
    if (field === reason && reason.value) figure.value = "";
  }
  form.addEventListener("input", (event) => { if (event.target.matches("[data-col='0'], [data-missing]")) exclude(event.target); }, true);

  /* ---- what came back with a save */
  form.addEventListener("saved", ({ detail: said }) => {
    for (const [id, html] of Object.entries(said.panels ?? {})) {
      const panel = document.getElementById(id);
      if (panel) panel.innerHTML = html;
    }
    for (const place of form.querySelectorAll("[data-findings]")) {
      if (place.contains(document.activeElement)) continue; // somebody is explaining
      place.innerHTML = said.findings?.[place.dataset.findings] ?? "";
    }
    for (const row of rows()) {
      const beside = said.cells?.[row.dataset.place];
      for (const cell of beside ? row.querySelectorAll("[data-beside]") : []) cell.textContent = beside[cell.dataset.beside];
    }
    for (const other of document.querySelectorAll('input[name="revision"]')) other.value = said.revision;
  });
})();
