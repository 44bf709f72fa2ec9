// Asks without leaving the page. Everything here works without this script as well: each form posts by itself.
"use strict";

const byId = (id) => document.getElementById(id);
const conversation = byId("conversation");
const pending = byId("pending");
const status = byId("status");
const ask = byId("ask");
const text = byId("text");
const words = byId("words").dataset;

let waiting = false;

document.addEventListener("submit", (event) => {
  if (event.target === ask) {
    event.preventDefault();
    const choice = event.submitter?.name === "choice" ? event.submitter.value : "";
    const said = choice || text.value.trim();
    if (said && !waiting) send(said, Boolean(choice));
  } else if (event.target.matches(".helpful")) {
    event.preventDefault();
    tell(event.target, event.submitter);
  }
});

// Enter sends; Shift and Enter begins a new line.
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    ask.requestSubmit();
  }
});

async function send(said, tapped) {
  waiting = true;
  stopReading();
  const body = new URLSearchParams(new FormData(ask));
  body.set("text", said);
  const draft = tapped ? text.value : "";
  text.value = draft;
  echo(said);
  try {
    const answer = await fetch(ask.action, { method: "POST", body, headers: { "x-fingerpost": "fragment" } });
    const fragment = await answer.text();
    if (!fragment.trimStart().startsWith("<article")) throw new Error("not an answer");
    show(fragment, tapped);
  } catch {
    lost(said, tapped);
  }
  waiting = false;
}

// The question stands on the page at once, with a sign that an answer is on its way.
function echo(said) {
  pending.querySelector(".asked").textContent = said;
  pending.hidden = false;
  conversation.setAttribute("aria-busy", "true");
  status.textContent = "";
  bring(pending);
}

function show(fragment, tapped) {
  settle();
  // Choices belong to the last answer: old ones would be read by a state that has moved on.
  document.querySelectorAll(".begin, .choices, .routes button").forEach((old) => old.remove());
  conversation.insertAdjacentHTML("beforeend", fragment);
  const turn = conversation.lastElementChild;
  decorate(turn);
  bring(turn);
  // Who tapped goes on from the new answer; who typed goes on typing, unless a keyboard on the glass would cover what was said.
  if (tapped || matchMedia("(pointer: coarse)").matches) turn.querySelector(".asked").focus({ preventScroll: true });
  else text.focus({ preventScroll: true });
}

function lost(said, tapped) {
  settle();
  if (!tapped) text.value = said;
  const note = document.createElement("p");
  note.className = "notice lost";
  note.setAttribute("role", "alert");
  note.textContent = words.lost;
  conversation.append(note);
  bring(note);
  text.focus({ preventScroll: true });
}

function settle() {
  pending.hidden = true;
  conversation.removeAttribute("aria-busy");
  conversation.querySelectorAll(".lost").forEach((old) => old.remove());
}

function bring(element) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
}

// Whether an answer was of use: counted, and nothing else is asked.
function tell(form, button) {
  const body = new URLSearchParams(new FormData(form, button));
  fetch(form.action, { method: "POST", body, headers: { "x-fingerpost": "count" } }).catch(() => {});
  const thanks = document.createElement("p");
  thanks.className = "thanks";
  thanks.tabIndex = -1;
  thanks.textContent = words.thanks;
  form.replaceWith(thanks);
  thanks.focus({ preventScroll: true });
  status.textContent = words.thanks;
}

// What only a script can do with an answer: read it aloud, print it, copy its link, move its cards.
function decorate(turn) {
  const tools = turn.querySelector(".tools");
  if (tools) {
    if (voice()) tools.append(button(words.read, "read", (event) => readAloud(turn, event.currentTarget)));
    tools.append(button(words.print, "print", () => printOnly(turn)));
    tools.querySelector(".link").addEventListener("click", (event) => shareLink(event));
  }
  turn.querySelectorAll(".signpost").forEach(arrows);
}

function button(label, kind, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = kind;
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function arrows(signpost) {
  const cards = signpost.querySelector(".routes");
  const move = (by) => cards.scrollBy({ left: by * cards.firstElementChild.getBoundingClientRect().width });
  for (const [label, sign, by] of [[words.earlier, "‹", -1], [words.later, "›", 1]]) {
    const arrow = button(sign, "arrow", () => move(by));
    arrow.setAttribute("aria-label", label);
    signpost.querySelector(".hint").append(arrow);
  }
}

function shareLink(event) {
  if (!navigator.clipboard) return;
  event.preventDefault();
  const link = event.currentTarget;
  const said = () => {
    status.textContent = words.copied;
    link.dataset.said ??= link.textContent;
    link.textContent = words.copied;
    setTimeout(() => { link.textContent = link.dataset.said; }, 4000);
  };
  navigator.clipboard.writeText(link.href).then(said, () => { location.assign(link.href); });
}

function printOnly(turn) {
  turn.classList.add("to-print");
  document.body.classList.add("prints-one");
  addEventListener("afterprint", () => {
    turn.classList.remove("to-print");
    document.body.classList.remove("prints-one");
  }, { once: true });
  window.print();
}

// Only voices of this machine: others would send the words to another company.
function voice() {
  const own = (window.speechSynthesis?.getVoices() ?? []).filter((one) => one.localService && one.lang.startsWith("en"));
  return own.find((one) => one.lang.replace("_", "-") === "en-GB") ?? own[0];
}

// Some browsers learn their voices late.
window.speechSynthesis?.addEventListener?.("voiceschanged", () => {
  if (!voice()) return;
  conversation.querySelectorAll(".tools:not(:has(.read))").forEach((tools) => {
    const turn = tools.closest(".turn");
    tools.append(button(words.read, "read", (event) => readAloud(turn, event.currentTarget)));
  });
});

function readAloud(turn, control) {
  const going = control.getAttribute("aria-pressed") === "true";
  stopReading();
  if (going) return;
  control.setAttribute("aria-pressed", "true");
  control.textContent = words.stop;
  // One piece a paragraph: long ones are cut off by some browsers.
  const skipped = ".after, .choices, .sources, .hint";
  const pieces = [...turn.querySelectorAll(".answer :is(p, li, dt, dd, h2, h3, th, td, figcaption)")]
    .filter((piece) => !piece.closest(skipped) && !piece.querySelector("p, h3"));
  pieces.forEach((piece, at) => {
    const said = new SpeechSynthesisUtterance(piece.textContent);
    said.voice = voice();
    said.lang = "en-GB";
    if (at === pieces.length - 1) said.onend = stopReading;
    speechSynthesis.speak(said);
  });
}

function stopReading() {
  window.speechSynthesis?.cancel();
  conversation.querySelectorAll(".read[aria-pressed=true]").forEach((control) => {
    control.setAttribute("aria-pressed", "false");
    control.textContent = words.read;
  });
}

// The text size lasts as long as this tab; nothing else is remembered here.
for (const size of document.querySelectorAll("input[name=size]")) {
  if (sessionStorage.getItem("size") === size.value) size.checked = true;
  size.addEventListener("change", () => sessionStorage.setItem("size", size.value));
}

// Options close with Escape, or when something else is tapped.
const options = document.querySelector(".options");
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && options.open) {
    options.open = false;
    options.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  if (!options.contains(event.target)) options.open = false;
});

// On paper nothing can be unfolded.
addEventListener("beforeprint", () => document.querySelectorAll(".sources").forEach((sources) => { sources.open = true; }));

conversation.querySelectorAll(".turn").forEach(decorate);
// Without this script the page was sent anew: what was just said comes into view.
if (conversation.querySelector(".turn")) bring(conversation.lastElementChild);
