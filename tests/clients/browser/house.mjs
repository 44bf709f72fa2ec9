// A served house and a browser to visit it: what every story here begins with.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { after } from "node:test";
import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");

/** The day the house believes it is, so that answers and pictures do not change with the calendar. */
const NOW = "2026-11-23T10:00";

// What was opened is closed when the tests of a file are over.
const opened = [];
after(async () => { for (const close of opened) await close(); });

/** Widths at which pages are looked at. */
export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };

/**
 * Serves the shipped knowledge on a free port with a data folder of its own, until the tests of this file are over.
 * `settings` is text that goes in the place of lines of config/fingerpost.toml: { "embed_origins": '["http://…"]' }. `at` is the moment
 * the house believes it is. `later(moment)` serves the same data at another moment, and gives what is said at the start anew.
 */
export async function house(settings = {}, at = NOW) {
  const folder = mkdtempSync(join(tmpdir(), "fingerpost-browser-"));
  const config = join(folder, "config");
  cpSync(join(root, "config"), config, { recursive: true });
  const file = join(config, "fingerpost.toml");
  let text = readFileSync(file, "utf8");
  for (const [key, value] of Object.entries(settings)) {
    text = text.replace(new RegExp(`^${key} = .*$`, "m"), `${key} = ${value}`);
  }
  writeFileSync(file, text);
  const flags = (port) => ["serve", "--port", port, "--data", join(folder, "data"), "--config", config, "--knowledge", join(root, "knowledge")];
  let server;
  const serve = async (moment, port = "0") => {
    server = spawn(process.env.FINGERPOST_BIN, flags(port), {
      cwd: root, env: { ...process.env, FINGERPOST_NOW: moment }, stdio: ["ignore", "pipe", "pipe"],
    });
    return ready(server);
  };
  opened.push(() => {
    server.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  const begun = await serve(at);
  const later = async (moment) => {
    const over = once(server, "exit");
    server.kill("SIGTERM");
    await over;
    return serve(moment, new URL(begun.address).port);
  };
  return { ...begun, folder, config, later };
}

function ready(server) {
  return new Promise((done, failed) => {
    let said = "", complained = "";
    server.stderr.on("data", (piece) => { complained += piece; });
    server.once("exit", (code) => failed(new Error(`the program ended with ${code} before it was ready:\n${said}${complained}`)));
    server.stdout.on("data", (piece) => {
      said += piece;
      const address = said.match(/chat +(http:\/\/[\d.:]+)/);
      if (address && said.includes("Ready after")) done({ address: address[1], desk: said.match(/desk +\S+?(\/desk\S*)/)[1] });
    });
  });
}

/** A browser until the tests of this file are over. */
export async function browser() {
  const flags = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"];
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const running = await chromium.launch({ executablePath: process.env.CHROMIUM, args: [...flags, ...sandbox] });
  opened.push(() => running.close());
  return running;
}

/**
 * A page in a context of its own, with all it asks for and complains about noted: `page.requested` (addresses) and
 * `page.complaints` (errors of scripts, and everything the security policy kept back).
 */
export async function visit(running, address, { size = DESKTOP, dark = false, scripts = true, context = {}, before } = {}) {
  const own = await running.newContext({
    viewport: size, javaScriptEnabled: scripts, colorScheme: dark ? "dark" : "light", locale: "en-GB", reducedMotion: "reduce", ...context,
  });
  // A busy machine is slow and not wrong.
  own.setDefaultTimeout(Number(process.env.PATIENCE ?? 120_000));
  if (before) await before(own);
  const page = await own.newPage();
  page.requested = [];
  page.complaints = [];
  page.on("request", (request) => page.requested.push(request.url()));
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (line) => { if (line.type() === "error") page.complaints.push(line.text()); });
  await page.goto(address);
  return page;
}

/** Types a message, sends it, and gives the answer's element once it stands there. */
export async function say(page, text) {
  await page.fill("#text", text);
  return answered(page, () => page.press("#text", "Enter"));
}

/** Taps the button with these words in the last answer, and gives the next answer. */
export async function tap(page, name) {
  return answered(page, () => page.locator(`#conversation button[name=choice][value="${name}"]`).last().click());
}

/** The answer that `act` brings about. */
export async function answered(page, act) {
  const turns = page.locator("#conversation .turn");
  const before = await turns.count();
  await act();
  await turns.nth(before).waitFor();
  return turns.nth(before).locator(".answer");
}

/** The words of a request, from asking to its code; gives the code. */
export async function request(page, speak = say) {
  for (const words of ["Ask for a guidance interview", "1", "Sam, Year 11", "My school e-mail", "Apprenticeships"]) await speak(page, words);
  const done = await speak(page, "Yes, book it");
  return (await done.innerText()).match(/[0-9A-Z]{5}-[0-9A-Z]{5}/)[0];
}

/** Keeps a picture where a folder for them was named. */
export async function shot(page, name, options = {}) {
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), ...options });
}
