// A picture of each page at phone and desktop width, light and dark, for people to look at. Played only with --shots FOLDER.
import { test } from "node:test";
import { DESK_PAGES, aWeekAtTheDesk, atTheDesk } from "./desk-pages.mjs";
import { DESKTOP, PHONE, browser, house, request, say, shot, visit } from "./house.mjs";

const asked = {
  signpost: ["What can I do after Year 11?"],
  pay: ["What does an electrician earn?"],
  comparison: ["What is the difference between A levels and T Levels?"],
  bursary: ["how much is the bursary"],
  disclosure: ["my dad hits me"],
};

test("pictures of every page", { skip: !process.env.SHOTS, timeout: 600_000 }, async () => {
  const { address } = await house();
  const running = await browser();
  for (const [width, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const dark of [false, true]) {
      const name = (what) => `${what}-${width}-${dark ? "dark" : "light"}`;
      const page = await visit(running, address, { size, dark });
      await shot(page, name("start"));
      await shot(page, name("start-whole"), { fullPage: true });
      for (const [what, messages] of Object.entries(asked)) {
        await page.goto(address);
        for (const message of messages) await say(page, message);
        await page.waitForTimeout(100);
        await shot(page, name(what));
      }
      await page.goto(address);
      await say(page, "Ask for a guidance interview");
      await page.waitForTimeout(100);
      await shot(page, name("times"));
      await say(page, "stop");
      await page.goto(address);
      await request(page);
      await shot(page, name("request"));
      for (const path of ["help-now", "privacy", "a/occupation/electrician/pay", "nowhere"]) {
        await page.goto(`${address}/${path}`);
        await shot(page, name(path.replaceAll("/", "-")));
      }
      await page.context().close();
    }
  }
});

test("pictures of every page of the desk", { skip: !process.env.SHOTS, timeout: 1_800_000 }, async () => {
  const served = await house();
  const running = await browser();
  const week = await aWeekAtTheDesk(running, served);
  for (const [width, size] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const dark of [false, true]) {
      for (const [name, way] of Object.entries(DESK_PAGES)) {
        const page = await atTheDesk(running, week, way, { size, dark });
        await shot(page, `desk-${name.replaceAll(" ", "-")}-${width}-${dark ? "dark" : "light"}`, { fullPage: true });
        await page.context().close();
      }
    }
  }
});
