// Everybody can use it: axe on every kind of page, the keyboard alone, and 400 % zoom.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { before, describe, test } from "node:test";
import { DESKTOP, PHONE, browser, house, request, say, visit } from "./house.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** The kinds of page: how each is come by. */
const PAGES = {
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

describe("the pages are for everybody", () => {
  let address, running;
  before(async () => {
    ({ address } = await house());
    running = await browser();
  });

  for (const [width, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const dark of [false, true]) {
      test(`axe finds no violation: ${width}, ${dark ? "dark" : "light"}`, async (t) => {
        const found = [];
        for (const [name, come] of Object.entries(PAGES)) {
          const page = await visit(running, address, { size, dark });
          await come(page, address);
          await page.evaluate(axe);
          const { violations, passes } = await page.evaluate((tags) => axe.run(document, { runOnly: { type: "tag", values: tags } }), TAGS);
          assert.ok(passes.length > 10, `axe looked at ${name}`);
          for (const { id, nodes } of violations) found.push(`${name}: ${id}: ${nodes.map((node) => node.html).join(" | ").slice(0, 400)}`);
          await page.context().close();
        }
        t.diagnostic(`${Object.keys(PAGES).length} kinds of page`);
        assert.deepEqual(found, []);
      });
    }
  }

  test("nothing scrolls sideways at 400 % zoom, and help stays in view at the top", async () => {
    for (const [name, come] of Object.entries(PAGES)) {
      // 1280 by 1024 at 400 %.
      const page = await visit(running, address, { size: { width: 320, height: 256 } });
      await come(page, address);
      const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(wide <= window, `${name} is ${wide} px wide in a window of ${window}`);
      await page.evaluate(() => scrollTo(0, 0));
      const help = await page.locator(".help-now").boundingBox();
      assert.ok(help.x >= 0 && help.x + help.width <= 320 && help.y < 256, `${name}: ${JSON.stringify(help)}`);
      await page.context().close();
    }
  });

  test("the largest text on a phone scrolls nothing sideways either", async () => {
    const page = await visit(running, address, { size: PHONE });
    await page.locator(".options summary").click();
    await page.getByLabel("Largest").check();
    await page.keyboard.press("Escape");
    await say(page, "What can I do after Year 11?");
    const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(wide <= window, `${wide} px in a window of ${window}`);
  });

  test("whatever is tapped is at least 24 pixels high and wide", async () => {
    const page = await visit(running, address, { size: PHONE });
    await say(page, "What can I do after Year 11?");
    const small = await page.locator("button, summary, .who label, .switch, .tools a, .top a").evaluateAll((all) => all
      .filter((one) => one.checkVisibility()).map((one) => [one.textContent.trim(), one.getBoundingClientRect()])
      .filter(([, box]) => box.width < 24 || box.height < 24).map(([text]) => text));
    assert.deepEqual(small, []);
  });

  test("the keyboard alone asks, chooses, tells who asks, requests and gets help", async () => {
    const page = await visit(running, address);
    const at = () => page.evaluate(() => {
      const one = document.activeElement;
      return one.getAttribute("aria-label") ?? (one.closest("label") ?? one).textContent.trim().slice(0, 60);
    });
    const go = async (name, key = "Tab") => {
      for (let step = 0; step < 80; step += 1) {
        await page.keyboard.press(key);
        const here = await at();
        await isSeen(page, here);
        if (here.includes(name)) return;
      }
      assert.fail(`${name} is not reached with ${key}`);
    };
    await page.keyboard.press("Tab");
    assert.equal(await at(), "Skip to the conversation");
    await page.keyboard.press("Enter");
    await go("not saying");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await page.locator("input[name=audience]:checked").getAttribute("value"), "staff");
    await page.locator("#text").focus();
    await page.keyboard.type("What can I do after Year 11?");
    await page.keyboard.press("Enter");
    await page.locator(".turn").first().waitFor();
    await go("Tell me more about", "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.locator(".turn").nth(1).waitFor();
    await go("Ask for a guidance interview");
    await page.keyboard.press("Space");
    await page.locator(".turn").nth(2).waitFor();
    await go("Get help now", "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/help-now");
  });

  /** Focus is never hidden behind what stays in place (WCAG 2.4.11). */
  async function isSeen(page, name) {
    const covered = await page.evaluate(() => {
      const one = document.activeElement;
      if (one === document.body || one.closest(".ask, .top, .skip")) return false;
      const box = one.getBoundingClientRect();
      const head = document.querySelector(".top").getBoundingClientRect().bottom;
      const foot = document.querySelector(".ask")?.getBoundingClientRect().top ?? innerHeight;
      return box.bottom <= head || box.top >= foot;
    });
    assert.equal(covered, false, `${name} has focus and is hidden`);
  }
});
