// The chat inside a school's own site: a button, and behind it a frame with the chat page. It reads nothing of the page it stands on.
"use strict";

(() => {
  const words = /*words*/{};
  const line = document.currentScript;
  const home = new URL(line.src).origin;
  const school = line.dataset.school ? `/s/${encodeURIComponent(line.dataset.school)}` : "";

  const button = document.createElement("button");
  const frame = document.createElement("iframe");
  const above = "2147483000";

  button.type = "button";
  button.id = "fingerpost-open";
  button.textContent = words.open;
  button.setAttribute("aria-expanded", "false");
  Object.assign(button.style, {
    position: "fixed", right: "1rem", bottom: "1rem", zIndex: above, padding: ".8rem 1.3rem", border: "2px solid #fff",
    borderRadius: "999px", background: "#14573f", color: "#fff", font: "700 1rem/1.3 system-ui, sans-serif", cursor: "pointer",
    boxShadow: "0 2px 12px rgb(0 0 0 / .3)",
  });

  frame.id = "fingerpost-chat";
  frame.title = words.title;
  frame.allow = "clipboard-write";
  frame.hidden = true;
  Object.assign(frame.style, {
    position: "fixed", right: "1rem", bottom: "5rem", zIndex: above, width: "min(26rem, calc(100vw - 2rem))",
    height: "min(42rem, calc(100vh - 6.5rem))", border: "1px solid #888", borderRadius: "14px", background: "#fff",
    boxShadow: "0 6px 30px rgb(0 0 0 / .3)",
  });

  const show = (open) => {
    // The frame is loaded by the first tap and not before: who does not open it tells us nothing.
    if (open && !frame.src) frame.src = `${home}${school}/embed`;
    frame.hidden = !open;
    frame.style.display = open ? "block" : "none";
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? words.close : words.open;
    if (open) frame.focus();
  };
  show(false);
  button.addEventListener("click", () => show(frame.hidden));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !frame.hidden) {
      show(false);
      button.focus();
    }
  });
  const stand = () => document.body.append(button, frame);
  if (document.body) stand(); else document.addEventListener("DOMContentLoaded", stand);
})();
