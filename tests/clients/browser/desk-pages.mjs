// The kinds of page the careers desk has, filled with what a week brings, and who sees each.
import { invite, join } from "./desk.mjs";
import { say, visit } from "./house.mjs";

/** By name: whose page it is, and its address or what brings one to it. */
export const DESK_PAGES = {
  today: ["leader", "/desk"],
  requests: ["leader", "/desk/requests"],
  "a request": ["leader", async (page) => { await page.getByRole("link", { name: "Robin" }).click(); }, "/desk/requests"],
  diary: ["leader", "/desk/diary?day=2026-11-24"],
  questions: ["leader", "/desk/questions"],
  "what is asked": ["leader", "/desk/asked"],
  answers: ["leader", "/desk/answers?find=bursary"],
  "a draft": ["leader", async (page) => {
    await page.getByLabel("The answer", { exact: true }).pressSequentially("It costs 5 pounds.");
    await page.locator("#problems li").first().waitFor();
  }, "/desk/answers/new"],
  "knowledge health": ["leader", "/desk/knowledge"],
  impartiality: ["leader", "/desk/impartiality"],
  report: ["leader", "/desk/report"],
  "own account": ["leader", "/desk/me"],
  alerts: ["lead", "/desk/alerts"],
  "today of the safeguarding lead": ["lead", "/desk"],
  people: ["administrator", "/desk/people"],
  trail: ["administrator", "/desk/trail"],
  refused: ["administrator", "/desk/requests"],
  "sign in": [null, "/desk/sign-in"],
  "not here": [null, "/desk/join/nothing"],
};

/** Fills a house with requests, an alert and a question without an answer; gives the cookies of those who work at the desk, by name. */
export async function aWeekAtTheDesk(running, { address, desk }) {
  const chat = async (...messages) => {
    const page = await visit(running, address);
    for (const text of messages) await say(page, text);
    await page.context().close();
  };
  await chat("book me in", "1", "Sam, Year 11", "My school e-mail", "Apprenticeships", "Yes, book it", "how much is the bursary");
  await chat("I am a parent, book an interview for my son", "2", "Robin, Year 10", "01632 960777", "Something else", "Yes, book it");
  await chat("book me in", "None of these suits", "Alex, Year 13", "Through my tutor", "University", "tuesday after school", "Yes, book it");
  await chat("is there a chess club at school", "my stepdad hits me every night");
  const pages = { administrator: await join(running, address, desk, "Ada Fairfield") };
  pages.leader = await join(running, address, await invite(pages.administrator, address, "Careers leader"), "Lee Ashby");
  pages.lead = await join(running, address, await invite(pages.administrator, address, "Safeguarding lead"), "Dee Marsh");
  const cookies = {};
  for (const [who, page] of Object.entries(pages)) cookies[who] = await page.context().cookies();
  for (const page of Object.values(pages)) await page.context().close();
  return cookies;
}

/** A page of the desk as whoever it is for sees it. */
export async function atTheDesk(running, address, cookies, [who, ...way], look = {}) {
  const act = typeof way[0] === "function" ? way[0] : null;
  const path = act ? way[1] : way[0];
  const before = (own) => (who ? own.addCookies(cookies[who]) : undefined);
  const page = await visit(running, address + path, { ...look, before });
  if (act) await act(page);
  return page;
}
