// The reader: tabs beside the text, an item lights its characters, selected words go into the form of what is missing.
(() => {
  "use strict";
  const text = document.getElementById("text");
  if (!text) return;

  // -- tabs ----------------------------------------------------------------------------------------------------------
  const tabs = [...document.querySelectorAll("[role=tab]")];
  const panel = (tab) => document.getElementById(tab.getAttribute("aria-controls"));

  function open(tab, focus) {
    for (const one of tabs) {
      const chosen = one === tab;
      one.setAttribute("aria-selected", String(chosen));
      one.tabIndex = chosen ? 0 : -1;
      panel(one).hidden = !chosen;
    }
    if (focus) tab.focus();
  }

  tabs.forEach((tab, at) => {
    tab.addEventListener("click", () => open(tab, false));
    tab.addEventListener("keydown", (event) => {
      const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
      const back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";
      const step = { [forward]: 1, [back]: -1 }[event.key];
      if (step) { event.preventDefault(); open(tabs[(at + step + tabs.length) % tabs.length], true); }
    });
  });
  const asked = document.querySelector(`#${CSS.escape(location.hash.slice(1) || "-")}`)?.closest("[role=tabpanel]");
  const first = tabs.find((tab) => panel(tab) === asked) ?? tabs[0];
  if (first) open(first, false);

  // -- an item lights its characters ---------------------------------------------------------------------------------
  function light(row, scroll) {
    text.querySelectorAll(".lit, .lit-soft").forEach((one) => one.classList.remove("lit", "lit-soft"));
    if (!row) return;
    const { tells, within, shows } = row.dataset;
    const own = tells ? `[data-t~="${CSS.escape(tells)}"]` : `[data-entity="${CSS.escape(shows)}"]`;
    if (tells) text.querySelectorAll(`[data-s="${CSS.escape(within)}"]`).forEach((one) => one.classList.add("lit-soft"));
    const lit = [...text.querySelectorAll(own)];
    lit.forEach((one) => one.classList.add("lit"));
    const seen = lit[0]?.getBoundingClientRect();
    if (scroll && seen && (seen.top < 80 || seen.bottom > innerHeight)) lit[0].scrollIntoView({ block: "center" });
  }

  const rowOf = (event) => event.target.closest?.(".entities [data-tells], .entities [data-row][data-shows]");
  document.addEventListener("focusin", (event) => { const row = rowOf(event); if (row) light(row, true); });
  document.addEventListener("mouseover", (event) => { const row = rowOf(event); if (row) light(row, false); });

  // -- selected words ------------------------------------------------------------------------------------------------
  const words = document.querySelector("[data-missing]");
  if (!words) return;
  const start = words.form.elements.namedItem("start");

  function at(node, offset) {
    const piece = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest?.("[data-at]");
    return piece ? Number(piece.dataset.at) + [...piece.textContent.slice(0, offset)].length : -1;
  }

  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed || !text.contains(chosen.anchorNode)) return;
    const range = chosen.getRangeAt(0), raw = range.toString();
    if (!raw.trim()) return;
    words.value = raw.trim();
    const from = at(range.startContainer, range.startOffset);
    start.value = String(from < 0 ? -1 : from + [...raw.slice(0, raw.length - raw.trimStart().length)].length);
  });
  words.addEventListener("input", () => { start.value = "-1"; });
})();
