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
for (const clock of document.querySelectorAll("[data-since]")) {
  const since = Date.parse(clock.dataset.since);
  const show = () => {
    const seconds = Math.max(0, Math.round((Date.now() - since) / 1000));
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  show();
  setInterval(show, 1000);
}
