// The chat inside a school's own site: with one script line, on the sites that are listed, and on no other.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { browser, house, say, visit } from "./house.mjs";

/** A school's own site: one page with one line of ours. */
const sites = [];
after(() => sites.forEach((server) => server.close()));

async function site(line) {
  const server = createServer((_, answer) => {
    answer.setHeader("content-type", "text/html; charset=utf-8");
    answer.end(`<!doctype html><html lang="en"><title>A school</title><h1>A school</h1>${line()}</html>`);
  });
  await new Promise((done) => { server.listen(0, "127.0.0.1", done); });
  sites.push(server);
  return `http://127.0.0.1:${server.address().port}`;
}

describe("inside a school's own site", () => {
  let address, running, own, other;
  before(async () => {
    const line = () => `<script src="${address}/embed.js" async></script>`;
    own = await site(line);
    other = await site(line);
    ({ address } = await house({ embed_origins: `["${own}"]` }));
    running = await browser();
  });

  test("the chat opens from its button, keeps a conversation without a cookie, and closes with Escape", async () => {
    const page = await visit(running, own);
    const button = page.getByRole("button", { name: "Careers questions" });
    await button.waitFor();
    assert.ok(page.requested.every((asked) => !asked.includes("/embed") || asked.endsWith("/embed.js")), "nothing is loaded before it is opened");
    await button.click();
    const frame = page.frameLocator("#fingerpost-chat");
    await frame.locator("#text").waitFor();
    const chat = page.frames().find((one) => one.url().endsWith("/embed"));
    await say(chat, "Ask for a guidance interview");
    await say(chat, "1");
    assert.match(await (await say(chat, "Sam")).innerText(), /year group/i);
    assert.equal((await page.context().cookies()).length, 0);
    assert.ok(await frame.getByRole("link", { name: "Get help now" }).isVisible());
    await page.getByRole("button", { name: "Close" }).focus();
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#fingerpost-chat").isVisible(), false);
  });

  test("a site that is not listed gets no chat", async () => {
    const page = await visit(running, other);
    await page.getByRole("button", { name: "Careers questions" }).click();
    await page.waitForTimeout(500);
    assert.ok(page.frames().every((one) => !one.url().includes("/embed")), page.frames().map((one) => one.url()).join(" "));
    assert.match(page.complaints.join(" "), /frame-ancestors/);
  });
});
