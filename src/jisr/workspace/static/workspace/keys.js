// Shortcuts by the place of the key. An element says what presses it: data-key="m" (in the row that has the focus first,
// then anywhere), data-go="t" (after g). One ASCII character in event.key counts as it is, so AZERTY and Dvorak stay
// right; anything else (an Arabic letter) counts by event.code. Silent in fields; off when <html data-keys="off">.
(() => {
  "use strict";
  const WAIT = 1200; // ms between g and the letter after it
  const FIELDS = "input:not([type=checkbox],[type=radio],[type=button],[type=submit]), textarea, select, [contenteditable]";
  const BY_CODE = { Slash: ["/", "?"] };
  let goSince = -Infinity;

  function named(event) {
    if (event.key.length === 1 && event.key >= "!" && event.key <= "~") return event.key.toLowerCase();
    if (BY_CODE[event.code]) return BY_CODE[event.code][event.shiftKey ? 1 : 0];
    if (/^Digit[0-9]$/u.test(event.code) && !event.shiftKey) return event.code.slice(5);
    return /^Key[A-Z]$/u.test(event.code) ? event.code.slice(3).toLowerCase() : "";
  }

  const shown = (element) => element.getClientRects().length > 0 || element.tagName === "DIALOG";
  const rows = () => [...document.querySelectorAll("[data-row]")].filter(shown);
  const current = () => document.activeElement?.closest("[data-row]") ?? document.querySelector("[data-row].current");

  function select(row) {
    if (!row) return false;
    document.querySelectorAll("[data-row].current").forEach((other) => other.classList.remove("current"));
    row.classList.add("current");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    return true;
  }

  function move(step) {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(current());
    return select(all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step))]);
  }

  function press(element) {
    if (element.tagName === "DIALOG") element.open ? element.close() : element.showModal();
    else if (element.tagName === "DETAILS") element.open = !element.open;
    else if (element.matches(FIELDS)) { element.focus(); element.select?.(); }
    else element.click();
    return true;
  }

  function find(key) {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const inRow = [...(current()?.querySelectorAll(wanted) ?? [])].find(shown);
    return inRow ?? [...document.querySelectorAll(wanted)].find((element) => shown(element) && !element.closest("[data-row]"))
      ?? (key === "z" ? [...document.querySelectorAll(wanted)].filter(shown).pop() : undefined);
  }

  function act(key) {
    if (performance.now() - goSince < WAIT) {
      goSince = -Infinity;
      const target = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
      return target ? press(target) : false;
    }
    if (key === "g") { goSince = performance.now(); return true; }
    if (key === "j") return move(1);
    if (key === "k") return move(-1);
    const element = find(key);
    return element && !element.disabled ? press(element) : false;
  }

  document.addEventListener("keydown", (event) => {
    if (document.documentElement.dataset.keys === "off") return;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest?.(FIELDS)) return;
    if (document.querySelector("dialog[open]:not(#shortcuts)")) return;
    if (event.key === "Enter" && event.target.matches?.("[data-row]")) {
      const open = event.target.querySelector("[data-open]");
      if (open) { event.preventDefault(); open.click(); }
      return;
    }
    const key = named(event);
    if (key && act(key)) event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    const row = event.target.closest?.("[data-row]");
    if (!row) return;
    document.querySelectorAll("[data-row].current").forEach((other) => other.classList.toggle("current", other === row));
    row.classList.add("current");
  });

  window.jisr = { ...window.jisr, select, rows };
})();
