// axe-core over a page: WCAG 2.0, 2.1 and 2.2, A and AA.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** What is wrong with the page that stands open: a line for each rule that is broken, with `name` before it. */
export async function violations(page, name) {
  // What stays in place hides what one only has to scroll to; axe would call that a target too small.
  await page.evaluate(() => document.querySelectorAll(".top, .ask").forEach((part) => { part.style.position = "static"; }));
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate((tags) => axe.run(document, { runOnly: { type: "tag", values: tags } }), TAGS);
  assert.ok(passes.length > 5, `axe looked at ${name}`);
  return violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map((node) => node.html).join(" | ").slice(0, 400)}`);
}
