// The three pictures of the README: the chat on a phone, route cards and the desk on a desktop. Played only with --shots FOLDER; copy
// them to docs/pictures without their first word.
import { test } from "node:test";
import { invite, join } from "./desk.mjs";
import { talk } from "./desk-pages.mjs";
import { PHONE, browser, house, say, shot, visit } from "./house.mjs";

const WIDE = { width: 1280, height: 860 };

test("pictures for the README", { skip: !process.env.SHOTS, timeout: 900_000 }, async () => {
  const { address, desk } = await house();
  const running = await browser();
  const take = async (page, name) => {
    await page.evaluate(() => document.activeElement.blur());
    await page.waitForTimeout(300);
    await shot(page, name);
    await page.context().close();
  };
  for (const [name, question, size] of [
    ["readme-signpost", "What can I do after Year 11?", WIDE],
    ["readme-pay", "What does an electrician earn?", PHONE],
  ]) {
    const page = await visit(running, address, { size });
    await say(page, question);
    await take(page, name);
  }
  await talk(running, address);
  const administrator = await join(running, address, desk, "Ada Fairfield");
  const leader = await join(running, address, await invite(administrator, address, "Careers leader"), "Lee Ashby", { size: WIDE });
  await leader.goto(`${address}/desk/requests`);
  await take(leader, "readme-desk");
});
