// Asks without leaving the page. Everything here works without this script as well: each form posts by itself.
"use strict";

const conversation = document.getElementById("conversation");
const ask = document.getElementById("ask");
const text = document.getElementById("text");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.getAttribute("action").endsWith("/ask")) return;
  event.preventDefault();
  const said = event.submitter?.name === "text" ? event.submitter.value : text.value;
  if (said.trim()) send(said.trim());
});

// Enter sends; Shift and Enter begins a new line.
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    ask.requestSubmit();
  }
});

async function send(said) {
  conversation.querySelector(".examples")?.remove();
  // Choices belong to the last answer: old ones would be read by a state that has moved on.
  conversation.querySelectorAll(".choices").forEach((choices) => choices.remove());
  const body = new URLSearchParams(new FormData(ask));
  body.set("text", said);
  conversation.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "x-fingerpost": "fragment" } });
    conversation.insertAdjacentHTML("beforeend", await answer.text());
    text.value = "";
  } catch {
    conversation.insertAdjacentHTML("beforeend",
      '<p class="notice" role="alert">The connection was lost and your question was not sent. Please try again.</p>');
  }
  conversation.removeAttribute("aria-busy");
  conversation.lastElementChild.scrollIntoView({ block: "start", behavior: reducedMotion() ? "auto" : "smooth" });
  text.focus({ preventScroll: true });
}

function reducedMotion() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
