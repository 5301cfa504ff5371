// Single keys for reviewing (docs/reviewing.md). An element with data-key="x" is opened, followed, pressed or focused by
// x; one inside the current part goes first. Nothing happens while something is being typed, or when they are turned off.
"use strict";

const parts = () => [...document.querySelectorAll("[data-stop]")];
let current = null;

function stopAt(place) {
  if (!place) return;
  current = place;
  const target = current.matches("a") ? current : current.querySelector("summary, a, button") ?? current;
  target.focus({ preventScroll: true });
  current.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function step(by) {
  const all = parts();
  const at = all.indexOf(current);
  stopAt(at < 0 ? all[by > 0 ? 0 : all.length - 1] : all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

function act(key) {
  const pick = `[data-key="${CSS.escape(key)}"]`;
  // What belongs to an attempt is sought in the current part, then in its attempt, then on the page.
  const found = current?.querySelector(pick) ?? current?.closest(".attempt")?.querySelector(pick) ?? document.querySelector(pick);
  if (!found) return false;
  if (found.matches("summary")) {
    const fold = found.parentElement;
    fold.open = !fold.open || fold.querySelector("form") !== null; // what is being filled in stays open
    (fold.open && fold.querySelector("textarea, select, pre") || found).focus();
  } else if (found.matches("textarea")) {
    found.focus();
  } else {
    found.click();
  }
  return true;
}

const dialog = document.getElementById("keys");
const use = document.getElementById("use-keys");
use.checked = localStorage.getItem("viva-keys") !== "off";
use.addEventListener("change", () => localStorage.setItem("viva-keys", use.checked ? "on" : "off"));
const help = document.getElementById("show-keys");
help.hidden = false;
help.addEventListener("click", () => dialog.showModal());

document.addEventListener("focusin", (event) => {
  const place = event.target.closest("[data-stop]");
  if (place) current = place;
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !use.checked || dialog.open) return;
  if (event.target.closest("input, select, textarea, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const done = { j: () => step(1), k: () => step(-1), "?": () => dialog.showModal() }[event.key];
  if (done) done();
  else if (event.key.length !== 1 || !act(event.key)) return;
  event.preventDefault();
});
current = document.getElementById(location.hash.slice(1))?.querySelector("[data-stop]") ?? null;
