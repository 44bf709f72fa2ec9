// What a page weighs, where it asks, and how long the first answer takes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PHONE, answered, browser, house, say, visit } from "./house.mjs";

/** Most bytes of a page with everything it loads, pictures left out, as they are before compression. */
const MOST = 150_000;

test("a page with a first answer is light, and asks nobody else", async (t) => {
  const { address } = await house();
  const running = await browser();
  const page = await visit(running, "about:blank", { size: PHONE });
  let bytes = 0;
  page.on("response", async (response) => {
    if (!/image/.test(response.headers()["content-type"] ?? "")) bytes += (await response.body().catch(() => "")).length;
  });
  const began = performance.now();
  await page.goto(address);
  const ready = performance.now();
  await answered(page, () => page.locator(".begin button").first().click());
  const first = performance.now();
  t.diagnostic(`page after ${Math.round(ready - began)} ms, first answer ${Math.round(first - ready)} ms after the tap`);
  await say(page, "What can I do after Year 11?");
  await page.goto(`${address}/help-now`);
  await page.goto(`${address}/a/occupation/electrician/pay`);
  await page.waitForLoadState("networkidle");
  t.diagnostic(`${bytes} bytes for the page, two answers, help and a linked answer, before compression`);
  assert.ok(bytes > 10_000 && bytes < MOST, `${bytes} bytes`);
  const foreign = page.requested.filter((asked) => !asked.startsWith(address) && !asked.startsWith("about:"));
  assert.deepEqual(foreign, []);
  assert.deepEqual(page.complaints, []);
});
