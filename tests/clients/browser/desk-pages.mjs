// The kinds of page the careers desk has, filled with what a week brings, and who sees each.
import { invite, join, writeAnswer } from "./desk.mjs";
import { say, visit } from "./house.mjs";

/** The day after the requests were sent, when the first meeting is over. */
const TUESDAY = "2026-11-24T13:00";

/** By name: whose page it is, its address, and what is done there first. */
export const DESK_PAGES = {
  today: ["leader", "/desk"],
  requests: ["leader", "/desk/requests"],
  "a request": ["leader", "/desk/requests", async (page) => { await page.getByRole("link", { name: "Robin" }).first().click(); }],
  "a meeting to write down": ["leader", "/desk/requests", async (page) => { await page.getByRole("link", { name: "Toni, Year 12" }).click(); }],
  "a record": ["leader", "/desk/requests", async (page) => {
    await page.locator("summary", { hasText: "Closed" }).click();
    await page.getByRole("link", { name: "Sam, Year 11" }).click();
  }],
  diary: ["leader", "/desk/diary?day=2026-11-24"],
  "an empty day": ["leader", "/desk/diary?day=2026-11-29"],
  hours: ["leader", "/desk/hours/okoro-lane"],
  "a day off": ["leader", "/desk/hours/okoro-lane/off?day=2026-11-26"],
  "a meeting off": ["leader", "/desk/diary?day=2026-11-26", async (page) => { await page.getByRole("link", { name: "Take off the meeting with Jo" }).click(); }],
  "a new adviser": ["leader", "/desk/hours/new"],
  "looking for somebody": ["leader", "/desk/record"],
  messages: ["leader", "/desk/enquiries"],
  questions: ["leader", "/desk/questions"],
  "what is asked": ["leader", "/desk/asked"],
  answers: ["leader", "/desk/answers?find=bursary", async (page) => { await page.locator(".found summary").first().click(); }],
  "a draft": ["leader", "/desk/answers/new", async (page) => {
    await page.getByLabel("The answer", { exact: true }).pressSequentially("It costs 5 pounds.");
    await page.locator("#problems li").first().waitFor();
  }],
  "an answer to read over": ["adviser", "/desk", async (page) => { await page.getByRole("link", { name: "School radio" }).click(); }],
  "knowledge health": ["leader", "/desk/knowledge"],
  impartiality: ["leader", "/desk/impartiality"],
  report: ["governor", "/desk/report"],
  "own account": ["leader", "/desk/me"],
  alerts: ["lead", "/desk/alerts", async (page) => { await page.locator("summary", { hasText: "Dealt with" }).click(); }],
  "alerts of the chair": ["chair", "/desk/alerts"],
  "today of the safeguarding lead": ["lead", "/desk"],
  "alerts counted": ["administrator", "/desk/alerts"],
  people: ["administrator", "/desk/people", async (page) => { await page.getByRole("button", { name: "Make a one-time link" }).click(); }],
  trail: ["administrator", "/desk/trail"],
  refused: ["administrator", "/desk/requests"],
  "sign in": [null, "/desk/sign-in"],
  "not here": [null, "/desk/join/nothing"],
  "an invitation": [null, (week) => week.invitation],
};

/**
 * Fills a house with what a week brings: requests in every state, alerts, questions, answers, and, unless that is left out, a measurement. Gives the house's address,
 * a one-time link that nobody has used, and the cookies of those who work at the desk, by name.
 */
export async function aWeekAtTheDesk(running, served, { measures = true } = {}) {
  const { address } = served;
  await talk(running, address);
  await served.later(TUESDAY);
  const people = { administrator: await join(running, address, served.desk, "Ada Fairfield") };
  const roles = { leader: "Careers leader", lead: "Safeguarding lead", adviser: "Careers adviser", governor: "Governor (reads only)", chair: "Chair of governors" };
  const names = { leader: "Lee Ashby", lead: "Dee Marsh", adviser: "Bartholomew Featherstone-Haugh", governor: "Gil Thorne", chair: "Cass Holm" };
  for (const who of Object.keys(roles)) people[who] = await join(running, address, await invite(people.administrator, address, roles[who]), names[who]);
  const invitation = await invite(people.administrator, address, "Tutor");
  await work(address, people);
  if (measures) await measured(people.leader, address);
  const cookies = {};
  for (const [who, page] of Object.entries(people)) {
    cookies[who] = await page.context().cookies();
    await page.context().close();
  }
  return { address, invitation, cookies };
}

/** What pupils and parents say on the Monday. */
export async function talk(running, address) {
  const asked = (name, topic) => ["book me in", "1", name, "My school e-mail", topic, "Yes, book it"];
  const talks = [
    [...asked("Sam, Year 11", "Apprenticeships"), "how much is the bursary", "how much is the bursary", "what can i do after year 11"],
    asked("Toni, Year 12", "University"),
    ["I am a parent, book an interview for my son", "Robin, Year 10", "1", "01632 960777", "Something else", "Yes, book it"],
    ["book me in", "None of these suits", "Alexandria-Konstantina, Year 13", "Through my tutor", "University", "tuesday after school", "Yes, book it"],
    ["can i run the school radio station", "can i run a radio station", "my stepdad hits me every night"],
    ["book me in", "thursday", "1", "Jo, Year 13", "jo@school.example", "University", "Yes, book it"],
    ["i want to kill myself"],
    ["the headteacher hit me"],
  ];
  for (const messages of talks) {
    const page = await visit(running, address);
    for (const text of messages) await say(page, text);
    await page.context().close();
  }
}

/** What the team does on the Tuesday. */
async function work(address, { leader, lead }) {
  await leader.goto(`${address}/desk/requests`);
  for (const name of ["Sam", "Toni"]) {
    await leader.locator(".card", { hasText: name }).getByRole("button", { name: "They came" }).click();
    await leader.getByRole("status").getByText("Done.").waitFor();
  }
  await leader.getByRole("link", { name: "Sam, Year 11" }).click();
  await leader.getByLabel("What was talked about").fill("Ways into the electrical trade, and what each asks for.");
  await leader.getByLabel("Agreed actions").fill("Visit the college open day | 2026-12-10\nAsk for a reference");
  await leader.getByLabel("Private note").fill("Would like a quiet room next time.");
  await leader.getByRole("button", { name: "Write it down" }).click();
  await leader.getByText("What was agreed").waitFor();
  await leader.goto(`${address}/desk/answers/new`);
  await writeAnswer(leader);
  await lead.goto(`${address}/desk/alerts`);
  await lead.getByRole("button", { name: "False alarm" }).last().click();
  await lead.getByRole("status").waitFor();
  await leader.goto(`${address}/desk/answers?find=bursary`);
  await leader.locator(".found summary").first().click();
  await leader.getByLabel("Why").first().fill("The amount has changed; the new one is being checked.");
  await leader.getByRole("button", { name: "Switch off now" }).first().click();
  await leader.getByRole("status").getByText("Switched off.").waitFor();
}

/** Measures impartiality, and waits until it is done. */
async function measured(page, address) {
  await page.goto(`${address}/desk/impartiality`);
  await page.getByRole("button", { name: "Measure now" }).click();
  while (!(await page.locator(".verdict").count())) {
    await page.waitForTimeout(2000);
    await page.goto(`${address}/desk/impartiality`);
  }
}

/** A page of the desk as whoever it is for sees it. */
export async function atTheDesk(running, { address, cookies, ...week }, [who, path, act], look = {}) {
  const before = (own) => (who ? own.addCookies(cookies[who]) : undefined);
  const page = await visit(running, address + (typeof path === "function" ? path(week) : path), { ...look, before });
  if (act) await act(page);
  await page.waitForLoadState("load");
  return page;
}
