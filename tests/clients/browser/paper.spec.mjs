// What is printed: a day sheet, the termly report, an answer. Paper has no navigation, says the school and the day, and is black on white.
import assert from "node:assert/strict";
import { join as path } from "node:path";
import { before, describe, test } from "node:test";
import { aWeekAtTheDesk, atTheDesk } from "./desk-pages.mjs";
import { browser, house, say, visit } from "./house.mjs";

/** What nobody can use on paper. */
const ON_SCREEN = ".desk-nav, .desk-who, .no-print, .back, .help-now, .options, .ask, .choices, .after, .foot, .skip, form button, [data-print]";

// No window to print in: what stands there at that moment stays, so that it can be looked at.
const atThePrinter = (own) => own.addInitScript(`
  window.print = () => dispatchEvent(new Event("beforeprint"));
  addEventListener("afterprint", (event) => event.stopImmediatePropagation());`);

describe("on paper", () => {
  let address, running, week;
  before(async () => {
    const served = await house();
    ({ address } = served);
    running = await browser();
    week = await aWeekAtTheDesk(running, served);
  });

  for (const dark of [false, true]) {
    test(`the day sheet is a page with its meetings, the school and the day${dark ? ", from a dark screen too" : ""}`, async () => {
      const page = await atTheDesk(running, week, ["leader", "/desk/diary?day=2026-11-24"], { dark });
      const { words, pages } = await printed(page, `day-sheet${dark ? "-dark" : ""}`);
      assert.equal(pages, 1);
      assert.match(words, /Fingerpost Demo Academy[\s\S]*DEMO[\s\S]*Printed on Tuesday 24 November 2026, 13:00 by Lee Ashby/);
      assert.match(words, /9:30am to 10:00am[\s\S]*Sam[\s\S]*Apprenticeships/);
      assert.doesNotMatch(words, /Hours in this week|If somebody cannot come|Take off|Week before/);
    });
  }

  test("the termly report stands on two pages at most, with its figures and when they were measured", async () => {
    const page = await atTheDesk(running, week, ["governor", "/desk/report"]);
    const { words, pages } = await printed(page, "report");
    assert.ok(pages <= 2, `${pages} pages`);
    for (const part of ["Fingerpost Demo Academy", "questions asked", "Measured ", "What was asked most", "Counts below five", "Printed on"]) {
      assert.ok(words.includes(part), part);
    }
    assert.doesNotMatch(words, /CSV|autumn term$/m);
  });

  test("a long table says its heads on every page", async () => {
    const page = await atTheDesk(running, week, ["leader", "/desk/impartiality"]);
    const { pages } = await printed(page, "impartiality");
    assert.ok(pages > 1, "it is longer than a page");
    const heads = await page.locator("thead").evaluateAll((all) => all.map((head) => getComputedStyle(head).display));
    assert.deepEqual([...new Set(heads)], ["table-header-group"]);
  });

  test("one answer is printed with its question, its day and its sources, and no other answer", async () => {
    const page = await visit(running, address, { before: atThePrinter });
    await say(page, "hello");
    await say(page, "how much is the bursary");
    await page.locator("#conversation .turn").last().getByRole("button", { name: "Print" }).click();
    const { words, pages } = await printed(page, "answer");
    assert.ok(pages <= 2, `${pages} pages`);
    assert.match(words, /Fingerpost Demo Academy[\s\S]*as it stands on 24 November 2026[\s\S]*how much is the bursary[\s\S]*£1,200/);
    assert.doesNotMatch(words, /hello|Say it in easier words|Your question/);
    assert.ok(await page.locator(".to-print .sources[open] li").count() > 0, "sources are unfolded");
    const address_of = await page.locator(".to-print .sources a").first().evaluate((link) => getComputedStyle(link, "::after").content);
    assert.match(address_of, /https:/, "an address is read, not tapped");
  });

  test("a signpost is printed with every route", async () => {
    const page = await visit(running, address, { before: atThePrinter });
    await say(page, "What can I do after Year 11?");
    await page.locator("#conversation .turn").last().getByRole("button", { name: "Print" }).click();
    const { pages } = await printed(page, "signpost");
    assert.ok(pages <= 2, `${pages} pages`);
    const routes = await page.locator(".to-print .routes li").evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    assert.equal(routes.length, 7);
    assert.ok(routes.every((box) => box.x >= 0 && box.right <= innerWidthOf(page)), "none is cut off at the side");
  });

  const innerWidthOf = (page) => page.viewportSize().width;

  /** Looks at the page as it is printed: its words, and how many sheets it takes. */
  async function printed(page, name) {
    const shots = process.env.SHOTS;
    const pdf = await page.pdf({ preferCSSPageSize: true, ...(shots && { path: path(shots, `paper-${name}.pdf`) }) });
    await page.emulateMedia({ media: "print" });
    const seen = await page.locator(ON_SCREEN).evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.outerHTML.slice(0, 90)));
    assert.deepEqual(seen, [], `${name}: of no use on paper`);
    const grounds = await page.evaluate(() => ["html", "body", "main"].map((part) => getComputedStyle(document.querySelector(part)).backgroundColor));
    assert.ok(grounds.every((ground) => /^rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\)/.test(ground)), `${name}: ${grounds}`);
    assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector("main h1, main h2, main .asked")).color), "rgb(0, 0, 0)", name);
    const words = await page.locator("body").innerText();
    return { words, pages: pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g).length };
  }
});
