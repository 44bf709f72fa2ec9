// A page by the keyboard alone.
import assert from "node:assert/strict";

/** What has the focus, as it is called. */
export function focused(page) {
  return page.evaluate(() => {
    const one = document.activeElement;
    return one.getAttribute("aria-label") ?? (one.labels?.[0] ?? one.closest("label") ?? one).textContent.trim().slice(0, 60);
  });
}

/** Presses `key` until what is called `name` has the focus; each step on the way must be seen (WCAG 2.4.11). */
export async function go(page, name, key = "Tab") {
  for (let step = 0; step < 120; step += 1) {
    await page.keyboard.press(key);
    const here = await focused(page);
    await isSeen(page, here);
    if (here.includes(name)) return;
  }
  assert.fail(`${name} is not reached with ${key}`);
}

/** Focus is never hidden behind what stays in place. */
async function isSeen(page, name) {
  const covered = await page.evaluate(() => {
    const one = document.activeElement;
    if (one === document.body || one.closest(".ask, .top, .skip")) return false;
    const box = one.getBoundingClientRect();
    const head = document.querySelector(".top")?.getBoundingClientRect().bottom ?? 0;
    const foot = document.querySelector(".ask")?.getBoundingClientRect().top ?? innerHeight;
    return box.bottom <= head || box.top >= foot;
  });
  assert.equal(covered, false, `${name} has focus and is hidden`);
}
