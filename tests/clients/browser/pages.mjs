// The kinds of page there are, and how each is come by.
import { request, say } from "./house.mjs";

/** By name: what brings a page that shows the front to it. */
export const PAGES = {
  start: async () => {},
  options: async (page) => { await page.locator(".options summary").click(); },
  signpost: async (page) => { await say(page, "What can I do after Year 11?"); },
  "pay with its chart": async (page) => { await say(page, "What does an electrician earn?"); await unfold(page); },
  comparison: async (page) => { await say(page, "What is the difference between A levels and T Levels?"); },
  "a long conversation": async (page) => {
    for (const text of ["how much is the bursary", "in easier words", "hello", "asdf qwer", "what is the bursary and how do i become a chef"]) await say(page, text);
  },
  request: async (page) => { await request(page); },
  disclosure: async (page) => { await say(page, "my dad hits me"); },
  "help now": async (page, address) => { await page.goto(`${address}/help-now`); },
  privacy: async (page, address) => { await page.goto(`${address}/privacy`); },
  accessibility: async (page, address) => { await page.goto(`${address}/accessibility`); },
  "a linked answer": async (page, address) => { await page.goto(`${address}/a/occupation/electrician/pay`); await unfold(page); },
  "no such page": async (page, address) => { await page.goto(`${address}/nowhere`); },
};

async function unfold(page) {
  await page.locator(".sources summary").last().click();
}
