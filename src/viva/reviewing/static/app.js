// All that the pages do by themselves; without it they work too. No text of a reply is ever made into HTML here.
"use strict";

// Copy a message for the chat window.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      field.focus();
      field.select();
      document.execCommand("copy");
    }
    const words = button.textContent;
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = words; }, 1500);
    if (button.dataset.then) document.getElementById(button.dataset.then).requestSubmit();
  });
}

// A nudge in other words says more than "check your work", unless the examiner says otherwise.
const kind = document.getElementById("kind"), message = document.getElementById("message");
function weigh() {
  if (kind?.value === "recheck" && !kind.dataset.chosen && message.value !== message.defaultValue) kind.value = "target";
}
message?.addEventListener("input", weigh);
if (message) weigh(); // what was typed before this script ran counts too
kind?.addEventListener("change", () => { kind.dataset.chosen = "yes"; });

// Put what is selected in a reply into a field.
let selected = "";
document.addEventListener("selectionchange", () => {
  const text = String(document.getSelection());
  if (text.trim()) selected = text;
});
for (const button of document.querySelectorAll("[data-take]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.take);
    if (selected.trim()) field.value = selected.trim();
    else document.getElementById(button.dataset.from).open = true;
    field.focus();
  });
}

// How long a reply has been awaited.
function tick() {
  for (const clock of document.querySelectorAll("[data-since]")) {
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(clock.dataset.since)) / 1000));
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}
tick();
setInterval(tick, 1000);

// A page of a running exam fills as it goes: the same page is asked for again, and what is new takes its place.
const live = document.querySelector("main[data-live]");
const folds = () => [...live.querySelectorAll("details")].map((d) => d.closest("[id]")?.id + d.firstElementChild.textContent);
async function refill() {
  let again = true;
  try {
    if (document.hidden) throw new Error("nobody is looking");
    const answer = await fetch(location.href, { cache: "no-store" });
    if (answer.ok) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
      again = "live" in fresh.dataset;
      live.dataset.live = fresh.dataset.live;
      if (fresh.innerHTML !== live.seen) {
        const names = folds(), open = new Map(names.map((name, i) => [name, live.querySelectorAll("details")[i].open]));
        live.seen = fresh.innerHTML;
        live.replaceChildren(...document.adoptNode(fresh).childNodes);
        folds().forEach((name, i) => { if (open.has(name)) live.querySelectorAll("details")[i].open = open.get(name); });
        tick();
      }
    }
  } catch {
    // Nobody is looking, or the app was stopped, or is busy; the next try will tell.
  }
  if (again) setTimeout(refill, 1000 * live.dataset.live);
  else location.reload(); // it is over: now it can be ruled on
}
if (live) setTimeout(refill, 1000 * live.dataset.live);
