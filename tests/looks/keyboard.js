/* Where Tab leads. begin() answers how many Tabs it takes from the top to the bottom; end() what was wrong on the way. */
(() => {
  const ANY = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const STOPS_WITHIN = { "date": 4, "datetime-local": 7, "month": 3, "time": 3 }; // its parts, and the button of its calendar
  const name = (e) => (e ? e.outerHTML.slice(0, 140) : "nothing");
  const ring = (e) => { const s = getComputedStyle(e); return `${s.outlineStyle === "none" ? "" : s.outline} ${s.boxShadow}`; };

  /* Of a group of radio buttons one is a stop: the chosen one, or the first. */
  function passedOver(e) {
    if (e.type !== "radio") return false;
    const group = [...document.querySelectorAll(`input[type=radio][name="${CSS.escape(e.name)}"]`)].filter((r) => r.form === e.form);
    return e !== (group.find((r) => r.checked) ?? group.find((r) => !r.disabled));
  }
  const isStop = (e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }) && !passedOver(e);

  const stops = [], rings = new Map(), met = [], wrong = [];

  function arrive(event) {
    const here = event.target;
    if (here === met.at(-1) || met.length > stops.length) return;
    met.push(here);
    if (ring(here) === rings.get(here)) wrong.push(`no ring: ${name(here)}`);
    const box = here.getBoundingClientRect();
    if (box.right <= 0 || box.left >= innerWidth || box.bottom <= 0 || box.top >= innerHeight) wrong.push(`out of sight: ${name(here)}`);
  }

  function begin() {
    for (const frame of document.querySelectorAll("iframe")) frame.remove(); // a document of its own, with its own stops
    stops.push(...[...document.querySelectorAll(ANY)].filter(isStop));
    const top = document.createElement("span");
    top.tabIndex = -1;
    document.body.prepend(top);
    top.focus();
    for (const stop of stops) rings.set(stop, ring(stop));
    document.addEventListener("focusin", arrive);
    return stops.reduce((sum, e) => sum + (STOPS_WITHIN[e.type] ?? 1), 0);
  }

  function end() {
    document.removeEventListener("focusin", arrive);
    const at = stops.findIndex((stop, place) => met[place] !== stop);
    if (at >= 0) wrong.push(`after ${name(stops[at - 1])} Tab leads to ${name(met[at])}, not to ${name(stops[at])}`);
    return wrong;
  }

  return (window.keyboard = { begin, end });
})()
