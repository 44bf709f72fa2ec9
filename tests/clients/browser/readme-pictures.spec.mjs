// The three pictures of the README. Played only with --shots FOLDER; copy them to docs/pictures.
import { test } from "node:test";
import { PHONE, browser, house, say, shot, visit } from "./house.mjs";

test("pictures for the README", { skip: !process.env.SHOTS, timeout: 300_000 }, async () => {
  const { address } = await house();
  const running = await browser();
  const take = async (name, question, size, dark = false) => {
    const page = await visit(running, address, { size, dark });
    await say(page, question);
    await page.evaluate(() => document.activeElement.blur());
    await page.waitForTimeout(300);
    await shot(page, name);
    await page.context().close();
  };
  await take("readme-signpost", "What can I do after Year 11?", { width: 1280, height: 860 });
  await take("readme-pay", "What does an electrician earn?", PHONE);
  await take("readme-comparison", "What is the difference between A levels and T Levels?", PHONE, true);
});
