// Drives the playground as a pupil and as the careers team: asks, follows up, books by cards, moves, calls off; the team offers and
// declines by the buttons of its cards. Screenshots go to the folder given. Usage: node playground.mjs FOLDER
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { open } from './microsoft.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, '../../..');
const out = resolve(process.argv[2] ?? join(root, 'target/teams-playground'));
const program = process.env.FINGERPOST ?? join(root, 'target/debug/fingerpost');
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const appId = '11111111-2222-3333-4444-555555555555';
const tenant = 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee';
// One account is the pupil in the personal chat and the careers team in its channel: the playground has one.
const somebody = '99999999-0000-0000-0000-000000000020';
const PATIENCE = 60_000;

const freePort = () =>
  new Promise(done => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });

const started = [];
const start = (command, args, options, sign) =>
  new Promise((done, failed) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    started.push(child);
    let said = '';
    const hear = text => {
      said += text;
      if (said.includes(sign)) done({ said: () => `${said}${child.exitCode === null ? '' : ` (ended with ${child.exitCode})`}` });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', code => failed(new Error(`${command} ended with ${code}:\n${said}`)));
    setTimeout(() => failed(new Error(`${command} did not say “${sign}”:\n${said}`)), PATIENCE).unref();
  });

const place = mkdtempSync(join(tmpdir(), 'fingerpost-teams-'));
const [doorPort, signerPort, playgroundPort] = [await freePort(), await freePort(), await freePort()];

cpSync(join(root, 'config'), join(place, 'config'), { recursive: true });
writeFileSync(
  join(place, 'config/fingerpost.toml'),
  `[teams]
app_id = "${appId}"
tenant = "${tenant}"
metadata = "http://127.0.0.1:${signerPort}/metadata"
login = "http://127.0.0.1:${signerPort}"
extra_hosts = ["127.0.0.1:${signerPort}", "localhost:${playgroundPort}", "127.0.0.1:${playgroundPort}"]
[[teams.tenants]]
id = "${tenant}"
schools = ["demo"]
[[teams.teams]]
id = "team-id"
school = "demo"
staff = true
people = ["${somebody}"]
`,
);

mkdirSync(out, { recursive: true });

let page;
let taken = 0;
const shoot = async name => {
  await page.waitForTimeout(400);
  taken += 1;
  await page.screenshot({ path: join(out, `${String(taken).padStart(2, '0')}-${name}.png`) });
};
const sees = words => page.getByText(words, { exact: false }).filter({ visible: true }).last().waitFor({ timeout: PATIENCE });
const say = async words => {
  const box = page.locator('[contenteditable=true]').first();
  await box.click();
  await box.pressSequentially(words);
  await page.keyboard.press('Enter');
};
// The message box has a “Send” of its own, outside any card.
const button = name => page.locator('.ac-adaptiveCard').getByRole('button', { name, exact: true }).filter({ visible: true }).last();
const tap = async name => {
  await button(name).waitFor({ timeout: PATIENCE });
  await button(name).click();
};
const pick = async (label, name) => {
  await page.getByLabel(label).filter({ visible: true }).last().click();
  await page.getByRole('option', { name }).last().click();
};
const go = async place => {
  await page.locator(`[aria-label="${place}"], :text-is("${place}")`).first().click();
  await page.waitForTimeout(800);
};

const ask = async () => {
  await say('how much is the 16 to 19 bursary');
  await sees('Where this comes from');
  await shoot('answer');
  await say('and how do i apply');
  await page.waitForTimeout(1500);
  await shoot('follow-up');
  await tap('Where this comes from');
  await shoot('sources');
  await say('what can i do after year 11');
  await sees('No route here is above another');
  await shoot('signpost');
  await say('what do paramedics earn');
  await sees('What does a paramedic do?');
  await shoot('job');
  await button('Get help now').click();
  await shoot('help-now');
};

const tell = async () => {
  await sees('What name should they use for you?');
  await shoot('name');
  await page.getByLabel('Your answer').filter({ visible: true }).last().fill('Zoë');
  await tap('Send');
  await sees('Which year group are you in?');
  await shoot('year');
  await pick('Choose one', 'Year 11');
  await tap('Send');
  await sees('How can the team reach you?');
  await shoot('contact');
  await tap('My school e-mail');
  await sees('What would you like to talk about?');
  await pick('Choose one', 'Apprenticeships');
  await tap('Send');
};

const book = async () => {
  await say('book an appointment');
  await sees('When shall it be?');
  await shoot('times');
  await tap('Tuesday 24 November at 9:30am (careers room)');
  await tell();
  await sees('Shall I book it?');
  await shoot('shall-i-book-it');
  await tap('Yes, book it');
  await sees('You are booked');
  await shoot('booked');
};

const move = async () => {
  await say('move my appointment');
  await sees('When shall it be instead?');
  await shoot('move');
  await tap('Tuesday 24 November at 10:40am (careers room)');
  await sees('Moved. You are booked');
  await shoot('moved');
};

const cancel = async () => {
  await say('cancel my appointment');
  await sees('is cancelled');
  await shoot('cancelled');
};

const wait = async () => {
  await say('book an appointment');
  await tap('None of these suits');
  await tell();
  await sees('When would suit you?');
  await tap('Any time');
  await sees('Your request is saved');
  await shoot('saved');
};

const offer = async () => {
  await go('General');
  await sees('on the waiting list');
  await shoot('staff-card');
  await tap('Offer times');
  await pick('Which time?', 'Tuesday 24 November at 10:05am');
  await shoot('staff-offers');
  await tap('Offer times');
  await sees('a time is offered');
  await shoot('staff-offered');
  await go('Personal Chat');
  await sees('The careers team can offer you');
  await shoot('offer');
  await say('my appointments');
  await tap('Yes, that suits me');
  await sees('You are booked');
  await shoot('offer-taken');
  await go('General');
  await sees('booked');
  await shoot('staff-booked');
  await go('Personal Chat');
};

const decline = async () => {
  await cancel();
  await wait();
  await go('General');
  await tap('Decline');
  await pick('Why?', 'Somebody else is the right person');
  await shoot('staff-declines');
  await tap('Decline');
  await sees('declined');
  await shoot('staff-declined');
  await go('Personal Chat');
  await sees('somebody else at the school can help you better with this');
  await shoot('declined');
};

const endanger = async () => {
  await say('my dad hits me');
  await sees('Are you safe right now?');
  await shoot('disclosure');
};

const askInGroup = async () => {
  await go('Group Chat');
  const box = page.locator('[contenteditable=true]').first();
  await box.click();
  await box.pressSequentially('@');
  await page.getByRole('menuitem', { name: 'Test Bot' }).click();
  await page.keyboard.type(' how much is the bursary');
  await page.keyboard.press('Enter');
  // The first of these lines came when the app was added to the group.
  await page.getByText('I answer in private only').nth(1).waitFor({ timeout: PATIENCE });
  await shoot('group');
};

let failed = false;
let signer;
try {
  const environment = { ...process.env, FINGERPOST_TEAMS_SECRET: 'playground', FINGERPOST_NOW: '2026-11-23T10:00' };
  delete environment.FINGERPOST_DATABASE_URL;
  const arguments_ = ['serve', '--port', `${doorPort}`, '--config', join(place, 'config'), '--data', join(place, 'data')];
  await start(program, [...arguments_, '--knowledge', join(root, 'knowledge')], { env: environment }, 'Ready after');
  const door = `http://127.0.0.1:${doorPort}/api/messages`;
  signer = await open({ port: signerPort, door, appId, tenant, account: somebody, keyFile: join(root, 'tests/wire/teams/issuer.pem') });
  const cli = join(here, 'node_modules/@microsoft/m365agentsplayground/cli.js');
  const told = ['-e', `http://127.0.0.1:${signerPort}/api/messages`, '-c', 'msteams', '-p', `${playgroundPort}`, '--disable-telemetry'];
  const quiet = { cwd: place, env: { ...process.env, BROWSER: 'none' } };
  const playground = await start('node', ['-r', join(here, 'loopback.cjs'), cli, 'start', ...told], quiet, `${playgroundPort}`);
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  page = await browser.newPage({ viewport: { width: 1280, height: 1500 } });
  // It names its address a moment before it listens there.
  for (let tries = 0; ; tries += 1) {
    const opened = await page.goto(`http://127.0.0.1:${playgroundPort}`).then(() => true, () => false);
    if (opened) break;
    if (tries === 60) throw new Error(`the playground does not answer; it said:\n${playground.said()}`);
    await page.waitForTimeout(1000);
  }
  await page.locator('[contenteditable=true]').first().waitFor({ timeout: PATIENCE });
  // The log beside the chat leaves cards narrower than any Teams window does.
  await page.getByLabel('Close').first().click({ timeout: 3000 }).catch(() => {});
  await shoot('opened');
  for (const part of [ask, book, move, cancel, wait, offer, decline, endanger, askInGroup]) await part();
  await browser.close();
  console.log(`The playground asked, booked, moved, called off, waited, was offered a time and declined; ${taken} pictures stand in ${out}`);
} catch (error) {
  failed = true;
  console.error(`the playground failed: ${error.message}`);
  await page?.screenshot({ path: join(out, 'failed.png') }).catch(() => {});
} finally {
  signer?.close();
  for (const child of started) {
    child.removeAllListeners('exit');
    child.kill();
  }
  rmSync(place, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
