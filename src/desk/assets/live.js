// What a colleague does appears at once. Without this script the page says how to look again.
"use strict";

const list = document.querySelector("[data-live]");
const line = document.querySelector("[data-changed]");
const LATE = 3_000;   // milliseconds after which a page may have missed something before it listened
let source, heard = false;

// The page asks for itself anew; whoever is busy in the list is not disturbed, and told instead.
async function renew() {
  const busy = list.contains(document.activeElement) || list.querySelector("details[open]");
  if (busy) {
    line.hidden = false;
    return;
  }
  const answer = await fetch(location.href, { redirect: "manual", headers: { "desk-by-itself": "1" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-live]");
  if (fresh) list.replaceChildren(...fresh.childNodes);
}

function listen() {
  source?.close();
  if (document.hidden) return;
  source = new EventSource("/desk/live");
  source.addEventListener("changed", () => renew().catch(() => {}));
  // Broken and there again, or late: something may have happened in between.
  source.addEventListener("open", () => {
    if (heard || performance.now() > LATE) renew().catch(() => {});
    heard = true;
  });
}

if (list && line) {
  document.addEventListener("visibilitychange", listen);
  listen();
}
