// What pages do beyond plain HTML: say aloud what changed, keep the focus, show fields when asked, take dropped files.
(() => {
  "use strict";
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);

  function say(text) {
    const place = byId("said");
    place.textContent = "";
    requestAnimationFrame(() => { place.textContent = text; });
  }

  // -- htmx: announce, and give the focus back ---------------------------------------------------------------------
  document.addEventListener("say", (event) => say(event.detail.value ?? ""));
  document.addEventListener("htmx:beforeRequest", () => root.classList.add("waiting"));
  document.addEventListener("htmx:afterRequest", () => root.classList.remove("waiting"));
  document.addEventListener("htmx:sendError", () => say(byId("toasts").dataset.lost ?? ""));
  document.addEventListener("htmx:afterSettle", (event) => {
    const target = event.detail.elt;
    if (target.matches?.("[data-row][data-done]")) {
      const all = window.jisr.rows();
      const after = all.slice(all.indexOf(target) + 1).find((row) => !row.hasAttribute("data-done"));
      window.jisr.select(after ?? all.find((row) => !row.hasAttribute("data-done")) ?? target);
    } else if (target.matches?.("[data-row]")) {
      window.jisr.select(target);
    } else if (target.querySelector?.("[data-focus]")) {
      target.querySelector("[data-focus]").focus({ preventScroll: true });
    }
    count();
  });

  function count() {
    const waiting = document.querySelector("[data-waiting]");
    if (!waiting) return;
    const left = document.querySelectorAll("[data-row]:not([data-done])").length;
    waiting.hidden = left === Number(waiting.dataset.waiting);
    waiting.querySelector("[data-left]").textContent = String(left);
  }

  // -- fields that wait until asked for: [data-reveals=id] ---------------------------------------------------------
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) byId(opener.dataset.opens).showModal();
    const reveal = event.target.closest("[data-reveals]");
    if (reveal) show(reveal);
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
    const copy = event.target.closest("[data-copies]");
    if (copy) navigator.clipboard?.writeText(copy.dataset.copies).then(() => say(copy.dataset.copied));
    if (event.target.closest("[data-prints]")) window.print();
  });

  function show(button) {
    const part = byId(button.dataset.reveals);
    part.hidden = false;
    button.setAttribute("aria-expanded", "true");
    part.querySelector("input:not([type=hidden]), textarea")?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const part = event.target.closest?.("[data-revealed]");
    if (part) {
      part.hidden = true;
      const button = document.querySelector(`[data-reveals="${part.id}"]`);
      button?.setAttribute("aria-expanded", "false");
      (part.closest("[data-row]") ?? button)?.focus();
    }
    const menu = event.target.closest?.("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // -- files: dropped or chosen, their names shown -----------------------------------------------------------------
  document.addEventListener("change", (event) => {
    const drop = event.target.closest(".drop");
    if (drop && event.target.type === "file") {
      const names = [...event.target.files].map((file) => `\u2068${file.name}\u2069`);
      drop.querySelector("[data-chosen]").textContent = names.join(", ");
    }
    const sender = event.target.closest("[data-sends]");
    if (sender) sender.form.requestSubmit();
  });
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      event.target.closest?.(".drop")?.classList.toggle("over", kind === "dragenter" || kind === "dragover");
    });
  }

  // -- a form that sends itself: the one-time link -----------------------------------------------------------------
  document.querySelector("form[data-sends-itself]")?.requestSubmit();

  window.jisr = { ...window.jisr, say };
})();
