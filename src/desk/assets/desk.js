// Makes the desk quicker. Every page works without this script: each form posts by itself.
"use strict";

const LOOK = 20_000;   // milliseconds between two looks at what waits
const PAUSE = 700;     // milliseconds without typing before a draft is checked

// A second question before something that cannot be taken back.
document.addEventListener("submit", (event) => {
  const question = event.target.dataset.sure;
  if (question && !confirm(question)) event.preventDefault();
});

// What waits, kept fresh while the page is looked at.
async function look() {
  if (document.hidden) return;
  const answer = await fetch("/desk/pulse", { redirect: "manual", headers: { "desk-by-itself": "1" } });
  if (!answer.ok) return;
  for (const [name, count] of Object.entries(await answer.json())) {
    for (const place of document.querySelectorAll(`[data-waiting="${name}"]`)) {
      place.hidden = count === 0;
      place.querySelector(".number").textContent = count;
    }
    for (const place of document.querySelectorAll(`[data-count="${name}"]`)) place.textContent = count;
  }
}
if (document.querySelector("[data-waiting]")) setInterval(() => look().catch(() => {}), LOOK);

// A draft is held to the gates while it is written.
const draft = document.getElementById("draft");
let waiting, asked = 0;
draft?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(check, PAUSE);
});

async function check() {
  const number = ++asked;
  const problems = document.getElementById("problems");
  problems.setAttribute("aria-busy", "true");
  const body = new URLSearchParams(new FormData(draft));
  body.set("do", "check");
  try {
    const answer = await fetch(draft.dataset.check, { method: "POST", body });
    if (answer.ok && number === asked) problems.innerHTML = await answer.text();
  } catch {
    // The connection is gone for a moment; saving says so.
  }
  problems.removeAttribute("aria-busy");
}

// Whoever has typed does not lose it by a wrong click. What counts is whether a form differs from what the page came with; one that came
// back unsaved ("data-keep" is "unsaved") differs from what is kept in any case.
let leaving = false;
function differs(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.type === "hidden" || field.type === "submit" || !("value" in field)) return false;
  if (!field.options) return field.value !== field.defaultValue;
  const chosen = [...field.options].findIndex((option) => option.defaultSelected);
  return field.selectedIndex !== Math.max(chosen, 0);
}
function isUnsaved(form) {
  return form.dataset.keep === "unsaved" || [...form.elements].some(differs);
}
document.addEventListener("submit", (event) => {
  if (event.target.dataset.keep !== undefined) leaving = !event.defaultPrevented;
});
document.addEventListener("click", (event) => { if (event.target.closest?.("[data-leave]")) leaving = true; });
addEventListener("pageshow", () => { leaving = false; });
addEventListener("beforeunload", (event) => {
  if (!leaving && [...document.querySelectorAll("form[data-keep]")].some(isUnsaved)) event.preventDefault();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
// A link to hand on is whole, wherever the desk is reached.
const link = document.getElementById("link");
if (link) {
  link.value = new URL(link.value, location.href).href;
  link.select();
}

// Where the list of pages is a strip, the page that stands open is in view.
const strip = document.querySelector(".desk-nav");
const here = strip?.querySelector("[aria-current]");
if (here) strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
