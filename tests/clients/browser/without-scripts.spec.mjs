// With scripts switched off the page asks and requests all the same.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { browser, house, visit } from "./house.mjs";

describe("without scripts", () => {
  let address, running;
  before(async () => {
    ({ address } = await house());
    running = await browser();
  });

  async function post(page, text) {
    await page.fill("#text", text);
    await page.click(".send");
    return page.locator(".turn .answer");
  }

  test("a question gets its answer, and a tapped choice the next", async () => {
    const page = await visit(running, address, { scripts: false });
    await page.getByRole("radio", { name: "a parent or carer" }).check();
    assert.match(await (await post(page, "how much is the bursary")).innerText(), /£1,200/);
    assert.ok(await page.locator("input[name=audience][value=parent]").isChecked(), "who asks is remembered");
    await page.locator(".choices button").first().click();
    assert.ok(await page.locator(".turn .answer").isVisible());
    assert.equal(await page.locator("#conversation .turn").count(), 1);
  });

  test("a suggestion is asked by tapping it, with an empty box", async () => {
    const page = await visit(running, address, { scripts: false });
    const asked = await page.locator(".begin button").first().innerText();
    await page.locator(".begin button").first().click();
    assert.match(await page.locator("#conversation .asked").innerText(), new RegExp(asked.replace("?", "\\?")));
  });

  test("an interview is asked for, to its code, and cancelled", async () => {
    const page = await visit(running, address, { scripts: false });
    await page.getByRole("button", { name: "Ask for a guidance interview" }).click();
    await page.locator(".day button").first().click();
    await post(page, "Sam, Year 11");
    for (const words of ["My school e-mail", "Apprenticeships", "Yes, book it"]) await page.getByRole("button", { name: words, exact: true }).click();
    const code = (await page.locator(".answer").innerText()).match(/[0-9A-Z]{5}-[0-9A-Z]{5}/)[0];
    assert.match(await (await post(page, `cancel ${code}`)).innerText(), /is cancelled/);
  });

  test("helpful, the link to an answer and starting again work as plain pages", async () => {
    const page = await visit(running, address, { scripts: false });
    await post(page, "how much is the bursary");
    await page.getByRole("link", { name: "Link to this answer" }).click();
    assert.match(await page.locator("main").innerText(), /as it stands on/);
    await page.goto(address);
    await post(page, "how much is the bursary");
    await page.getByRole("button", { name: "Yes", exact: true }).click();
    assert.match(await page.locator("main").innerText(), /Thank you/);
    await page.goto(address);
    await page.locator(".options summary").click();
    await page.getByRole("button", { name: "Start again" }).click();
    assert.equal((await page.context().cookies()).length, 0);
  });

  test("easier words are asked for with the switch", async () => {
    const page = await visit(running, address, { scripts: false });
    await page.getByRole("switch", { name: "Easier words" }).check();
    assert.doesNotMatch(await (await post(page, "how much is the bursary")).innerText(), /Say it in easier words/);
    assert.ok(await page.getByRole("switch", { name: "Easier words" }).isChecked());
  });
});
