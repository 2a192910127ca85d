// The palette: Ctrl+K (by the place of the key, so in any layout) opens it; arrows move, Enter goes, Escape closes.
(() => {
  "use strict";
  const palette = () => document.getElementById("palette");
  const lines = () => [...palette().querySelectorAll(".palette-line")];

  function open() {
    const input = document.getElementById("palette-q");
    palette().showModal();
    input.select();
    input.dispatchEvent(new Event("palette-opened"));
  }

  document.addEventListener("keydown", (event) => {
    const dialog = palette();
    if (!dialog || event.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.code === "KeyK") {
      event.preventDefault();
      dialog.open ? dialog.close() : open();
    } else if (dialog.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      const all = [document.getElementById("palette-q"), ...lines()];
      const step = event.key === "ArrowDown" ? 1 : all.length - 1;
      all[(Math.max(0, all.indexOf(document.activeElement)) + step) % all.length].focus();
      event.preventDefault();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-palette]")) open();
  });
})();
