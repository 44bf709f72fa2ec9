// The careers desk is for everybody: axe-core over every page with rows in it, 400 % zoom, the keyboard alone, what is tapped, no scripts.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { violations } from "./axe.mjs";
import { PASSWORD, addressOf, signIn } from "./desk.mjs";
import { DESK_PAGES, aWeekAtTheDesk, atTheDesk } from "./desk-pages.mjs";
import { DESKTOP, PHONE, browser, house, request, visit } from "./house.mjs";
import { focused, go } from "./keyboard.mjs";

const NAME = "Lee Ashby";

describe("the desk is for everybody", () => {
  let address, running, week;
  before(async () => {
    const served = await house();
    ({ address } = served);
    running = await browser();
    week = await aWeekAtTheDesk(running, served);
  });

  /** Looks at every page; gives what `look` found wrong. */
  async function all(size, look) {
    const found = [];
    for (const [name, way] of Object.entries(DESK_PAGES)) {
      const page = await atTheDesk(running, week, way, { size });
      found.push(...await look(page, name));
      await page.context().close();
    }
    return found;
  }

  for (const [width, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    test(`axe finds no violation, light and dark: ${width}`, async () => {
      assert.deepEqual(await all(size, async (page, name) => {
        const light = await violations(page, `${name}, light`);
        await page.emulateMedia({ colorScheme: "dark" });
        return [...light, ...await violations(page, `${name}, dark`)];
      }), []);
    });
  }

  test("nothing scrolls sideways at 400 % zoom, and whatever is tapped is at least 24 pixels high and wide", async () => {
    assert.deepEqual(await all({ width: 320, height: 256 }, async (page, name) => {
      const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      const tapped = page.locator("button, summary, select, input:not([type=hidden]), .desk-nav a, .tiles a, .button");
      const small = await tapped.evaluateAll((all) => all.filter((one) => {
        const box = (one.closest("label") ?? one).getBoundingClientRect();
        return one.checkVisibility() && (box.width < 24 || box.height < 24);
      }).map((one) => one.outerHTML.slice(0, 80)));
      return [...(wide > window ? [`${name} is ${wide} px wide in a window of ${window}`] : []), ...small.map((one) => `${name}: ${one}`)];
    }), []);
  });

  test("the keyboard alone signs in, opens a request, offers a time and confirms it", async () => {
    const page = await visit(running, `${address}/desk`);
    assert.match(await focused(page), /e-mail/, "the first thing to fill in has the focus");
    await page.keyboard.type(addressOf(NAME));
    await go(page, "Password");
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: /^Today/ }).waitFor();
    await press(page, "Requests", "Requests");
    await press(page, "Alexandria", "Alexandria");
    await press(page, "All requests", "Requests");
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Skip to the page");
    await page.keyboard.press("Enter");
    await go(page, "Alexandria");
    await go(page, "A free time");
    await page.keyboard.press("ArrowDown");
    await press(page, "Offer this time", "Offered, and not yet answered");
    await press(page, "Confirm for them", "Booked");
    assert.match(await page.locator(".card", { hasText: "Alexandria" }).innerText(), /Call it off/);
  });

  /** Goes to what is called `name`, presses Enter, and waits for the heading that follows. */
  async function press(page, name, heading) {
    await go(page, name);
    await Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);
    await page.getByRole("heading", { name: heading }).first().waitFor();
  }

  test("without scripts a request is declined, a meeting written down, an answer switched off and on, a draft saved", async () => {
    const chat = await visit(running, address);
    await request(chat);
    const page = await signIn(running, address, NAME, { scripts: false });
    await page.getByRole("link", { name: /^Requests/ }).first().click();
    const robin = page.locator(".card", { hasText: "Robin" });
    await robin.locator("summary", { hasText: "Decline" }).click();
    await robin.getByLabel("Why").first().selectOption({ label: "No free time that fits" });
    await robin.getByRole("button", { name: "Decline" }).click();
    await page.locator("summary", { hasText: "Closed" }).click();
    assert.match(await page.locator("details[open]").innerText(), /Robin/);
    await page.getByRole("link", { name: "Toni, Year 12" }).click();
    await page.getByLabel("What was talked about").fill("Courses, and how to apply.");
    await page.getByRole("button", { name: "Write it down" }).click();
    assert.match(await page.locator("main").innerText(), /Courses, and how to apply\./);
    await page.goto(`${address}/desk/answers`);
    await page.getByRole("button", { name: "Switch on again" }).first().click();
    assert.match(await page.getByRole("status").innerText(), /Switched on again/);
    await page.getByRole("link", { name: "Write a new answer" }).click();
    for (const [label, words] of [["The question it answers", "Where is the library?"], ["The answer", "It is upstairs."], ["How people ask it", "library"],
      ["In one sentence", "Where the library is."]]) await page.getByLabel(label, { exact: true }).fill(words);
    await page.locator("#title").fill("The library");
    await page.getByRole("button", { name: "Save the draft" }).click();
    assert.match(await page.getByRole("status").innerText(), /Saved/);
    assert.ok(await page.locator("#problems li").count() > 0, "the gates are said without a script too");
  });
});
