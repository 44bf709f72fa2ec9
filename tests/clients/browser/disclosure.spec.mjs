// Somebody tells of a danger: what they read, that it is announced, and that the words are kept for those who must know.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { PHONE, browser, house, say, visit } from "./house.mjs";

describe("a disclosure", () => {
  let address, running;
  before(async () => {
    ({ address } = await house());
    running = await browser();
  });

  test("is met before anything else, with numbers to call, and never says that somebody was told", async () => {
    const page = await visit(running, address, { size: PHONE });
    const answer = await say(page, "my dad hits me");
    const notice = answer.getByRole("alert");
    assert.match(await notice.innerText(), /Thank you for telling me/);
    assert.match(await notice.innerText(), /999/);
    assert.doesNotMatch(await answer.innerText(), /I have told/);
    assert.equal(await answer.locator(".helpful").count(), 0, "nobody is asked whether this was helpful");
    assert.ok(await notice.isVisible());
    const box = await notice.boundingBox();
    assert.ok(box.y >= 0 && box.y < PHONE.height / 2, "it stands in view");
  });

  test("is met in the middle of a request, which then goes on", async () => {
    const page = await visit(running, address);
    await say(page, "Ask for a guidance interview");
    const answer = await say(page, "my stepdad hits me every night");
    assert.ok(await answer.getByRole("alert").isVisible());
  });

  test("finds help one tap away on every page", async () => {
    const page = await visit(running, address);
    for (const path of ["/", "/privacy", "/accessibility", "/a/occupation/electrician/pay", "/nowhere"]) {
      await page.goto(address + path);
      await page.getByRole("link", { name: "Get help now" }).click();
      assert.match(await page.locator("main").innerText(), /999/, path);
    }
  });
});
