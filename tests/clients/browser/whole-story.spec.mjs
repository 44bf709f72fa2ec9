// One story from the first question to the agreed actions, through the chat page and the careers desk.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { invite, join, signIn, writeAnswer } from "./desk.mjs";
import { DESKTOP, PHONE, answered, browser, house, request, say, tap, visit } from "./house.mjs";

const MONDAY = "2026-11-23T09:00";
const NEXT_WEEK = "2026-12-04T16:30";
const CODE = /[0-9A-Z]{5}-[0-9A-Z]{5}/;
const GAP = "can i run the school radio station";
const SECRET = "my stepdad hits me every night";
const NOTE = "Worried about money at home; nobody else is to know.";

describe("the whole story", () => {
  let served, address, running, chat, administrator, leader, adviser, lead, governor, code;
  const refused = async (page, path) => (await page.request.get(address + path)).status();
  const card = (page, name) => page.locator(".card", { has: page.getByRole("heading", { name }) });

  before(async () => {
    served = await house({}, MONDAY);
    ({ address } = served);
    running = await browser();
  });

  test("a pupil asks, follows up and books by tapping", async () => {
    chat = await visit(running, address, { size: PHONE });
    assert.match(await (await say(chat, "how much do electricians get paid")).innerText(), /Full-time pay/);
    assert.match(await (await say(chat, "how do i become one")).innerText(), /Electrician/);
    await tap(chat, "Ask for a guidance interview");
    const days = chat.locator("#conversation .turn").last().locator(".day");
    assert.match(await days.first().innerText(), /^Tuesday 24 November/);
    await answered(chat, () => days.first().locator("button").first().click());
    await say(chat, "Sam, Year 11");
    await tap(chat, "My school e-mail");
    await tap(chat, "Apprenticeships");
    const booked = await (await tap(chat, "Yes, book it")).innerText();
    assert.match(booked, /You are booked: Tuesday 24 November at 9:30am \(careers room\)/);
    code = { sam: booked.match(CODE)[0] };
  });

  test("the pupil moves the appointment, and sees where it stands", async () => {
    assert.match(await (await say(chat, "my appointments")).innerText(), /Tuesday 24 November at 9:30am/);
    await tap(chat, `Move appointment ${code.sam}`);
    await tap(chat, "Other times");
    const moved = await answered(chat, () => chat.locator("#conversation .turn").last().locator(".day button").last().click());
    assert.match(await moved.innerText(), /^Moved\. You are booked: Tuesday 24 November/);
    assert.doesNotMatch(await (await say(chat, "my appointments")).innerText(), /9:30am/);
    assert.deepEqual(chat.complaints, []);
  });

  test("another pupil cancels, and the time is free again", async () => {
    const other = await visit(running, address, { size: PHONE });
    code.other = await request(other);
    await say(other, "my appointments");
    assert.match(await (await tap(other, `Cancel appointment ${code.other}`)).innerText(), /is cancelled/);
    assert.match(await (await say(other, "book me in")).innerText(), /9:30am/);
  });

  test("a question is asked that nobody has written an answer to", async () => {
    const page = await visit(running, address);
    await say(page, GAP);
    assert.equal(await page.locator(".turn .helpful").count(), 0, "there is no answer to it yet");
  });

  test("the first administrator comes in by the printed link, and sees no pupil's name", async () => {
    assert.match(served.desk, /^\/desk\/join\//);
    administrator = await join(running, address, served.desk, "Ada Fairfield");
    assert.match(await administrator.getByRole("heading", { level: 1 }).innerText(), /Monday 23 November/);
    assert.equal(await refused(administrator, "/desk/requests"), 403);
    const other = await visit(running, address + served.desk);
    assert.equal(await other.getByRole("button", { name: "Make the account" }).count(), 0, "the link works once");
    leader = await join(running, address, await invite(administrator, address, "Careers leader"), "Lee Ashby");
    adviser = await join(running, address, await invite(administrator, address, "Careers adviser"), "Rae Moss", { size: PHONE });
    lead = await join(running, address, await invite(administrator, address, "Safeguarding lead"), "Dee Marsh");
    governor = await join(running, address, await invite(administrator, address, "Governor (reads only)"), "Gil Thorne");
  });

  test("the careers leader sees the appointment in the requests and on its day in the diary", async () => {
    await leader.getByRole("link", { name: "Requests" }).first().click();
    const sam = card(leader, "Sam");
    assert.match(await sam.innerText(), /Tuesday 24 November at .*Apprenticeships/s);
    assert.match(await sam.innerText(), /Call it off/);
    await leader.getByRole("link", { name: "Diary" }).click();
    await leader.getByRole("link", { name: /^Tue 24/ }).click();
    assert.match(await leader.getByRole("row", { name: /Sam/ }).innerText(), /confirmed/i);
  });

  test("a parent's request appears at the adviser's desk by itself, and waits for a check", async () => {
    await adviser.goto(`${address}/desk`);
    assert.equal(await adviser.locator("[data-count=requests]").innerText(), "0");
    const parent = await visit(running, address, { size: PHONE });
    await parent.getByRole("radio", { name: "a parent or carer" }).check();
    await say(parent, "Ask for a guidance interview");
    await say(parent, "Robin, Year 10");
    await answered(parent, () => parent.locator("#conversation .turn").last().locator(".day button").last().click());
    await say(parent, "01632 960777");
    await tap(parent, "Something else");
    const sent = await (await tap(parent, "Yes, book it")).innerText();
    assert.match(sent, /The school checks a parent's request/);
    code.child = sent.match(CODE)[0];
    await adviser.locator("[data-count=requests]").getByText("1", { exact: true }).waitFor();
    assert.match(await adviser.getByRole("link", { name: /^Requests/ }).innerText(), /1/);
  });

  test("the adviser checks who asks, then accepts, on a phone", async () => {
    await adviser.getByRole("link", { name: /^Requests/ }).click();
    assert.match(await card(adviser, "Robin").innerText(), /check who it is/);
    await card(adviser, "Robin").getByRole("button", { name: "I have checked who asks" }).click();
    await adviser.getByRole("status").getByText("Done.").waitFor();
    assert.doesNotMatch(await card(adviser, "Robin").innerText(), /check who it is/);
    await card(adviser, "Robin").getByRole("button", { name: "Accept the time" }).click();
    await card(adviser, "Robin").getByRole("button", { name: "Call it off" }).waitFor();
    assert.match(await (await say(chat, code.child)).innerText(), /Your appointment/);
  });

  test("a disclosure reaches the page of the person it went to, and nobody else", async () => {
    const page = await visit(running, address, { size: PHONE });
    await say(page, SECRET);
    await lead.goto(`${address}/desk`);
    await lead.getByRole("link", { name: /not seen yet/ }).click();
    assert.match(await lead.getByRole("blockquote").innerText(), new RegExp(SECRET));
    await lead.getByRole("button", { name: "I have seen it" }).click();
    await lead.getByRole("status").getByText("Marked as seen.").waitFor();
    await administrator.goto(`${address}/desk/alerts`);
    assert.match(await administrator.getByRole("row", { name: /November 2026/ }).innerText(), /1/, "how many there were may be counted");
    assert.doesNotMatch(await administrator.content(), new RegExp(SECRET));
    for (const page of [leader, adviser, governor]) {
      assert.equal(await refused(page, "/desk/alerts"), 403);
      for (const path of ["/desk", "/desk/trail", "/desk/questions"]) {
        assert.doesNotMatch(await (await page.request.get(address + path)).text(), new RegExp(SECRET));
      }
    }
    lead.once("dialog", (sure) => sure.accept());
    await lead.getByRole("button", { name: "Recorded in the school's system" }).click();
    await lead.getByText("No alert waits.").waitFor();
  });

  test("a governor may read and not change", async () => {
    await governor.getByRole("link", { name: "Impartiality" }).first().click();
    assert.equal(await governor.locator("main form").count(), 0);
    for (const path of ["requests", `requests/${code.sam}`, "diary", "questions", "answers/new", "alerts", "people", "trail"]) {
      assert.equal(await refused(governor, `/desk/${path}`), 403, path);
    }
    const token = await governor.locator("input[name=token]").first().inputValue();
    for (const path of ["answers/off", "impartiality", "people/invite", `requests/${code.sam}/cancel`]) {
      const status = await governor.evaluate(async ([path, token]) => {
        const body = new URLSearchParams({ token, target: "x", reason: "x", role: "governor", school: "", key: "k" });
        return (await fetch(`/desk/${path}`, { method: "POST", body })).status;
      }, [path, token]);
      assert.equal(status, 403, path);
    }
    await governor.goto(`${address}/desk/report`);
    assert.match(await governor.locator("main").innerText(), /interviews asked for/);
  });

  test("a question without an answer becomes one that two people have read, and the chat gives it", async () => {
    await leader.goto(`${address}/desk/questions`);
    await eventually(async () => { await leader.reload(); return leader.getByText(/radio/).first().isVisible(); });
    await card(leader, /radio/).getByRole("link", { name: "Draft an answer" }).click();
    assert.match(await leader.getByLabel("How people ask it").inputValue(), /radio/);
    await writeAnswer(leader);
    assert.equal(await leader.getByRole("button", { name: "publish" }).count(), 0, "nobody reads their own words over");
    await adviser.goto(`${address}/desk`);
    await adviser.getByRole("link", { name: "School radio" }).click();
    await adviser.getByRole("button", { name: "I have read it: publish" }).click();
    await adviser.getByRole("status").getByText("Published.").waitFor();
    const page = await visit(running, address);
    await eventually(async () => /Ask in the library/.test(await (await say(page, GAP)).innerText()));
  });

  test("after the meeting the adviser writes it down, and the pupil sees the actions and never the note", async () => {
    await served.later(NEXT_WEEK);
    adviser = await signIn(running, address, "Rae Moss");
    await adviser.goto(`${address}/desk/requests`);
    await card(adviser, "Sam").getByRole("button", { name: "They came" }).click();
    await adviser.getByRole("link", { name: "Sam, Year 11" }).click();
    await adviser.getByLabel("What was talked about").fill("Ways into the electrical trade.");
    await adviser.getByLabel("Agreed actions").fill("Visit the college open day | 2026-12-10\nAsk Mr Okoro-Lane for a reference");
    await adviser.getByLabel("What comes next").fill("Meet again in the spring");
    await adviser.getByLabel("Private note").fill(NOTE);
    await adviser.getByRole("button", { name: "Write it down" }).click();
    assert.match(await adviser.locator("main").innerText(), new RegExp(NOTE));
    const seen = await (await say(chat, "my appointments")).innerText();
    assert.match(seen, /Agreed: Visit the college open day, by 10 December 2026/);
    assert.match(seen, /Agreed: Ask Mr Okoro-Lane for a reference/);
    assert.match(seen, /Meet again in the spring/);
    assert.doesNotMatch(await chat.content(), /Worried|nobody else/);
  });
});

/** Waits until it holds, a minute at most: what is written or put in force by and by. */
async function eventually(holds) {
  const last = Date.now() + 60_000;
  while (!(await holds())) {
    assert.ok(Date.now() < last, "it does not come about within a minute");
    await new Promise((done) => { setTimeout(done, 2000); });
  }
}
