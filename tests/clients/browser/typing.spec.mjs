// Nobody loses what they typed at the desk by a wrong click: the browser asks first, and only where there is something to lose.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { DESK_PAGES, aWeekAtTheDesk, atTheDesk } from "./desk-pages.mjs";
import { browser, house } from "./house.mjs";

describe("unsaved typing", () => {
  let running, week;
  before(async () => {
    running = await browser();
    week = await aWeekAtTheDesk(running, await house(), { measures: false });
  });

  /** Whether the browser asks before `leave` leads elsewhere; it is told to stay. */
  async function asks(page, leave) {
    let asked = false;
    const answer = (dialog) => { asked ||= dialog.type() === "beforeunload"; dialog.dismiss(); };
    page.on("dialog", answer);
    await leave();
    // Either the question is asked, or another page comes; both within this time.
    await page.waitForTimeout(1000);
    page.off("dialog", answer);
    return asked;
  }

  /** The first field of this name that is not folded away. */
  const shown = (page, label) => page.getByLabel(label, { exact: true }).filter({ visible: true }).first();

  const elsewhere = (page) => page.locator(".desk-nav a", { hasText: "Today" }).click({ noWaitAfter: true });

  for (const [name, label, words] of [
    ["hours", "Name, as pupils read it", "Mr T. Okoro"],
    ["a new adviser", "Name, as pupils read it", "Ms P. Quill"],
    ["an answer to read over", "The answer", "The school radio is open to everybody."],
    ["a meeting to write down", "What was talked about", "Ways into engineering."],
    ["a meeting to write down", "Private note", "Likes mornings."],
  ]) {
    test(`${name}: leaving asks first once "${label}" was changed, and stays`, async () => {
      const page = await atTheDesk(running, week, DESK_PAGES[name]);
      const field = page.getByLabel(label, { exact: true });
      const before = await field.inputValue();
      await field.click();
      await field.fill(words);
      const here = page.url();
      assert.equal(await asks(page, () => elsewhere(page)), true);
      assert.equal(page.url(), here);
      assert.equal(await field.inputValue(), words, "it still stands there");
      await field.fill(before);
      assert.equal(await asks(page, () => elsewhere(page)), false, "typed back, there is nothing to lose");
      assert.match(page.url(), /\/desk$/);
      await page.context().close();
    });
  }

  test("a box that was ticked and an option that was chosen count as well", async () => {
    for (const change of [
      (page) => shown(page, "In the holidays too").check(),
      (page) => shown(page, "Or a part of the day").selectOption({ index: 2 }),
    ]) {
      const page = await atTheDesk(running, week, DESK_PAGES.hours);
      await change(page);
      assert.equal(await asks(page, () => elsewhere(page)), true);
      await page.context().close();
    }
  });

  test("a page that was only looked at is left without a question", async () => {
    for (const name of ["hours", "an answer to read over", "a meeting to write down"]) {
      const page = await atTheDesk(running, week, DESK_PAGES[name]);
      await page.locator("h1").click();
      assert.equal(await asks(page, () => elsewhere(page)), false, name);
      await page.context().close();
    }
  });

  test("saving asks nothing, what came back unsaved still asks, and leaving it on purpose does not", async () => {
    const page = await atTheDesk(running, week, DESK_PAGES.hours);
    const name = page.getByLabel("Name, as pupils read it");
    await name.fill("Mr T. Okoro-Lane of the library");
    assert.equal(await asks(page, () => page.getByRole("button", { name: "Save these hours" }).click()), false);
    await page.getByRole("status").getByText("Saved.").waitFor();
    await shown(page, "To").fill("06:00");
    await page.getByRole("button", { name: "Save these hours" }).click();
    await page.getByText("Nothing is saved yet").waitFor();
    await page.locator("h1").click();
    assert.equal(await asks(page, () => elsewhere(page)), true, "what could not be saved is not lost silently");
    await page.context().close();
  });
});
