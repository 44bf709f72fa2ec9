// Everybody can use it: the keyboard alone, 400 % zoom, the largest text, what is tapped.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { PHONE, browser, house, say, visit } from "./house.mjs";
import { focused, go } from "./keyboard.mjs";
import { PAGES } from "./pages.mjs";

describe("the pages are for everybody", () => {
  let address, running;
  before(async () => {
    ({ address } = await house());
    running = await browser();
  });

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

  test("the keyboard alone tells who asks, asks, follows a choice, books and gets help", async () => {
    const page = await visit(running, address);
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "Skip to the conversation");
    await page.keyboard.press("Enter");
    await go(page, "not saying");
    for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowUp");
    assert.equal(await page.locator("input[name=audience]:checked").getAttribute("value"), "pupil");
    await go(page, "Your question");
    await page.keyboard.type("What can I do after Year 11?");
    await page.keyboard.press("Enter");
    await page.locator("#conversation .turn").first().waitFor();
    await go(page, "Tell me more about", "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.locator("#conversation .turn").nth(1).waitFor();
    await go(page, "Ask for a guidance interview");
    await page.keyboard.press("Space");
    await page.locator("#conversation .turn").nth(2).waitFor();
    await page.locator("#conversation .day").first().waitFor();
    await go(page, "Tuesday 24 November");
    await page.keyboard.press("Enter");
    await page.locator("#conversation .turn").nth(3).waitFor();
    await go(page, "Your question");
    await page.keyboard.type("Sam, Year 11");
    await page.keyboard.press("Enter");
    for (const [turn, words] of [[5, "My school e-mail"], [6, "Apprenticeships"], [7, "Yes, book it"]]) {
      await page.locator("#conversation .turn").nth(turn - 1).waitFor();
      await go(page, words, turn === 5 ? "Shift+Tab" : "Tab");
      await page.keyboard.press("Enter");
    }
    await page.getByText("You are booked").waitFor();
    await go(page, "Get help now", "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/help-now");
  });
});
