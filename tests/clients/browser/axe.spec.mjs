// axe-core over every kind of page of the chat, phone and desktop, light and dark; those of the desk are looked at in desk-access.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { violations } from "./axe.mjs";
import { DESKTOP, PHONE, browser, house, visit } from "./house.mjs";
import { PAGES } from "./pages.mjs";

describe("axe finds no violation", () => {
  let address, running;
  before(async () => {
    ({ address } = await house());
    running = await browser();
  });

  for (const [width, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const dark of [false, true]) {
      test(`${width}, ${dark ? "dark" : "light"}`, async (t) => {
        const found = [];
        for (const [name, come] of Object.entries(PAGES)) {
          const page = await visit(running, address, { size, dark });
          await come(page, address);
          found.push(...await violations(page, name));
          await page.context().close();
        }
        t.diagnostic(`${Object.keys(PAGES).length} kinds of page`);
        assert.deepEqual(found, []);
      });
    }
  }
});
