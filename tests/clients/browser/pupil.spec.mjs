// A pupil asks, follows up, asks for an interview, takes it back; and what stands around an answer.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { DESKTOP, PHONE, answered, browser, house, request, say, tap, visit } from "./house.mjs";

describe("a pupil on the chat page", () => {
  let address, running;
  before(async () => {
    ({ address } = await house());
    running = await browser();
  });

  test("asks, follows up, asks for an interview and cancels it", async () => {
    const page = await visit(running, address, { size: PHONE });
    assert.match(await (await say(page, "how much do electricians get paid")).innerText(), /Full-time pay in the middle of the range/);
    assert.match(await (await say(page, "how do i become one")).innerText(), /Ways in \(Electrician\)/);
    const code = await request(page);
    assert.match(await (await say(page, "my requests")).innerText(), new RegExp(code));
    assert.match(await (await say(page, `cancel ${code}`)).innerText(), /is cancelled/);
    assert.doesNotMatch(await (await say(page, "my requests")).innerText(), new RegExp(code));
    assert.deepEqual(page.complaints, []);
  });

  test("sees the question at once, while the answer is still on its way", async () => {
    const page = await visit(running, address);
    let let_go;
    const held = new Promise((done) => { let_go = done; });
    await page.route("**/ask", async (route) => { await held; await route.continue(); });
    await page.fill("#text", "What is a T Level?");
    await page.press("#text", "Enter");
    assert.equal(await page.locator("#pending .asked").innerText(), "What is a T Level?");
    assert.equal(await page.inputValue("#text"), "");
    let_go();
    await page.locator("#conversation .turn").waitFor();
    assert.equal(await page.locator("#pending").isVisible(), false);
    assert.equal(await page.locator("#conversation .asked").count(), 1, "the question stands there once");
  });

  test("finds the new question at the top of the window, and goes on typing", async () => {
    const page = await visit(running, address, { size: PHONE });
    for (const text of ["What can I do after Year 11?", "What is a T Level?", "thanks"]) await say(page, text);
    const head = await page.locator(".top").boundingBox();
    const asked = await page.locator(".turn:last-child .asked").boundingBox();
    assert.ok(asked.y >= head.height && asked.y < head.height + 60, `the question stands at ${asked.y}, under a head of ${head.height}`);
    assert.equal(await page.evaluate(() => document.activeElement.id), "text");
  });

  test("keeps what was typed when the connection is lost, and is told so", async () => {
    const page = await visit(running, address);
    await page.route("**/ask", (route) => route.abort());
    await page.fill("#text", "What is a T Level?");
    await page.press("#text", "Enter");
    assert.match(await page.locator("[role=alert]").innerText(), /was not sent/);
    assert.equal(await page.inputValue("#text"), "What is a T Level?");
    await page.unroute("**/ask");
    await answered(page, () => page.click(".send"));
    assert.equal(await page.locator("[role=alert]").count(), 0);
  });

  test("begins with a suggestion, and finds the ways on from an answer only in the last one", async () => {
    const page = await visit(running, address);
    assert.equal(await page.locator(".begin button").count(), 6);
    await answered(page, () => page.locator(".begin button").first().click());
    assert.equal(await page.locator(".begin").count(), 0);
    assert.ok(await page.evaluate(() => document.activeElement.matches(".turn:last-child .asked")), "focus is at the new answer");
    await say(page, "What can I do after Year 11?");
    assert.equal(await page.locator(".choices").count(), 1);
    assert.equal(await page.locator(".routes li button").count(), 7);
    const answer = await tap(page, "Tell me more about T Levels");
    assert.match(await answer.innerText(), /T Level/);
    assert.equal(await page.locator(".routes li button").count(), 0);
    await say(page, "how do i become a chef");
    assert.equal(await page.locator(".choices").count(), 1);
  });

  test("is offered other suggestions than the next visitor, all of them in turn", async () => {
    const seen = new Set();
    for (let visitor = 0; visitor < 12; visitor += 1) {
      const page = await (await fetch(address)).text();
      seen.add(page.match(/class="begin"[^]*?<button[^>]*>([^<]+)/)[1]);
    }
    assert.ok(seen.size >= 4, [...seen].join(", "));
  });

  test("sees route cards of one size, side by side on a desk and one after the other on a phone", async () => {
    for (const size of [{ width: 1280, height: 900 }, PHONE]) {
      const page = await visit(running, address, { size });
      await say(page, "What can I do after Year 11?");
      const cards = await page.locator(".routes li").evaluateAll((all) => all.map((card) => {
        const { width, height, top } = card.getBoundingClientRect();
        return { width: Math.round(width), height: Math.round(height), top: Math.round(top) };
      }));
      assert.equal(cards.length, 7);
      assert.equal(new Set(cards.map((card) => `${card.width}x${card.height}`)).size, 1, JSON.stringify(cards));
      if (size === PHONE) {
        assert.equal(new Set(cards.map((card) => card.top)).size, 1);
        const at = () => page.locator(".routes").evaluate((list) => list.scrollLeft);
        assert.equal(await at(), 0);
        await page.getByRole("button", { name: "Cards after" }).click();
        await page.waitForFunction(() => document.querySelector(".routes").scrollLeft > 200);
      } else {
        assert.equal(new Set(cards.slice(0, 4).map((card) => card.top)).size, 1, "four stand in the first row");
      }
      await page.context().close();
    }
  });

  test("says who asks in one tap, and gets a parent's words", async () => {
    const page = await visit(running, address);
    await page.getByRole("radio", { name: "a parent or carer" }).check();
    await page.getByRole("radio", { name: "11" }).check();
    const sent = page.waitForRequest("**/ask");
    await say(page, "what are the options next");
    const form = new URLSearchParams((await sent).postData());
    assert.equal(form.get("audience"), "parent");
    assert.equal(form.get("year"), "11");
    assert.match(await page.locator(".answer").innerText(), /A levels/);
  });

  test("switches to easier words, and back", async () => {
    const page = await visit(running, address);
    const usual = await (await say(page, "how much is the bursary")).innerText();
    assert.match(usual, /Say it in easier words/);
    await page.getByRole("switch", { name: "Easier words" }).check();
    const easy = await (await say(page, "how much is the bursary")).innerText();
    assert.doesNotMatch(easy, /Say it in easier words/);
    assert.notEqual(easy.split("\n")[0], usual.split("\n")[0]);
    await page.getByRole("switch", { name: "Easier words" }).uncheck();
    assert.equal((await (await say(page, "how much is the bursary")).innerText()).split("\n")[0], usual.split("\n")[0]);
  });

  test("says whether an answer helped, and is thanked", async () => {
    const page = await visit(running, address);
    const answer = await say(page, "how much is the bursary");
    const counted = page.waitForResponse("**/helpful");
    await answer.getByRole("button", { name: "No", exact: true }).click();
    assert.equal((await counted).status(), 204);
    assert.match(await answer.innerText(), /Thank you/);
    assert.equal(await answer.locator(".helpful").count(), 0);
  });

  test("copies a link that shows the same answer with its day and sources, and nothing of who asked", async () => {
    const context = { permissions: ["clipboard-read", "clipboard-write"] };
    const page = await visit(running, address, { context });
    const answer = await say(page, "how much is the bursary");
    await answer.locator(".link").click();
    await page.getByText("The link is copied.").first().waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    assert.match(link, /\/a\/[a-z0-9/+-]+$/);
    const other = await visit(running, link);
    const text = await other.locator("main").innerText();
    assert.match(text, /as it stands on 23 November 2026/);
    assert.match(text, /£1,200/);
    assert.ok(await other.locator(".sources li").count() > 0);
    assert.equal((await other.context().cookies()).length, 0);
  });

  test("prints one answer with its sources unfolded", async () => {
    const page = await visit(running, address, { before: (own) => own.addInitScript(() => { window.print = () => { window.printed = true; }; }) });
    await say(page, "What is a T Level?");
    const answer = await say(page, "how much is the bursary");
    await answer.getByRole("button", { name: "Print" }).click();
    assert.equal(await page.evaluate(() => window.printed), true);
    await page.emulateMedia({ media: "print" });
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.deepEqual(await page.locator("#conversation .turn").evaluateAll((all) => all.map((turn) => turn.checkVisibility())), [false, true]);
    assert.equal(await answer.locator(".sources li").first().isVisible(), true);
    assert.equal(await page.locator(".ask").isVisible(), false);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.deepEqual(await page.locator("#conversation .turn").evaluateAll((all) => all.map((turn) => turn.checkVisibility())), [true, true]);
  });

  test("is read to by a voice of the machine, and by no other", async () => {
    const voices = (local) => (own) => own.addInitScript((local) => {
      window.spoken = [];
      const voice = { lang: "en-GB", localService: local, name: "a voice" };
      const engine = { getVoices: () => [voice], speak: (said) => window.spoken.push(said.text), cancel() {}, addEventListener() {} };
      Object.defineProperty(window, "speechSynthesis", { value: engine });
      window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    }, local);
    const page = await visit(running, address, { before: voices(true) });
    const answer = await say(page, "how much is the bursary");
    const read = answer.getByRole("button", { name: "Read aloud" });
    await read.click();
    const spoken = (await page.evaluate(() => window.spoken)).join(" ");
    assert.match(spoken, /£1,200/);
    assert.doesNotMatch(spoken, /Was this helpful|Ask for a guidance interview/);
    await answer.getByRole("button", { name: "Stop reading" }).click();
    assert.equal(await read.getAttribute("aria-pressed"), "false");
    const remote = await visit(running, address, { before: voices(false) });
    const silent = await say(remote, "how much is the bursary");
    assert.equal(await silent.getByRole("button", { name: "Read aloud" }).count(), 0);
  });

  test("makes the text larger for as long as the tab is open", async () => {
    const page = await visit(running, address);
    const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
    const usual = await size();
    await page.getByText("Options", { exact: true }).click();
    await page.getByLabel("Largest").check();
    assert.ok(await size() > usual * 1.35);
    await page.reload();
    assert.ok(await size() > usual * 1.35);
    await page.getByText("Options", { exact: true }).click();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".options .panel").isVisible(), false);
  });

  test("starts again, and is nobody known", async () => {
    const page = await visit(running, address);
    await say(page, "Ask for a guidance interview");
    assert.equal((await page.context().cookies()).length, 1);
    await page.getByText("Options", { exact: true }).click();
    await page.getByRole("button", { name: "Start again" }).click();
    await page.waitForFunction(() => document.querySelector(".begin"));
    assert.equal(await page.locator("#conversation .turn").count(), 0);
    assert.equal((await page.context().cookies()).length, 0);
    assert.doesNotMatch(await (await say(page, "Sam")).innerText(), /year group/);
  });

  test("taps a time in a calendar where times are offered", async () => {
    for (const size of [PHONE, DESKTOP]) {
      const page = await visit(running, address, { size });
      const answer = await say(page, "Ask for a guidance interview");
      const days = answer.locator(".day");
      assert.match(await days.first().innerText(), /^Tuesday 24 November\s+9:30am\s+careers room/);
      const times = await answer.locator(".day button").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
      assert.equal(times.length, 3);
      assert.ok(times.some((top, at) => top === times[at + 1]), "times of a day stand side by side");
      for (const words of ["Other times", "None of these suits"]) assert.ok(await answer.getByRole("button", { name: words }).isVisible());
      const sent = page.waitForRequest("**/ask");
      const kept = await answered(page, () => days.first().getByRole("button").nth(1).click());
      const said = new URLSearchParams((await sent).postData()).get("text");
      assert.match(said, /^Tuesday 24 November at 1\d:\d\dam \(careers room\)$/);
      assert.ok((await kept.innerText()).includes(`I am keeping ${said} for you`), await kept.innerText());
      await page.context().close();
    }
  });
});
