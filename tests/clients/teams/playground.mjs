// Drives the playground as a pupil: asks, follows up, asks for an interview by cards, takes it back, asks in a group. Screenshots go to
// the folder given. Usage: node playground.mjs FOLDER
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
      if (said.includes(sign)) done(child);
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
`,
);
mkdirSync(out, { recursive: true });

let page;
const shoot = async name => {
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(out, `${name}.png`) });
};
const sees = words => page.getByText(words, { exact: false }).last().waitFor({ timeout: PATIENCE });
const say = async words => {
  const box = page.locator('[contenteditable=true]').first();
  await box.click();
  await box.pressSequentially(words);
  await page.keyboard.press('Enter');
};
// The message box has a “Send” of its own, outside any card.
const tap = name => page.locator('.ac-adaptiveCard').getByRole('button', { name, exact: true }).filter({ visible: true }).last().click();

const pick = async name => {
  await page.getByLabel('Choose one').filter({ visible: true }).last().click();
  await page.getByRole('option', { name }).last().click();
};

const talk = async () => {
  await say('how much is the 16 to 19 bursary');
  await sees('Where this comes from');
  await shoot('06-answer');
  await say('and how do i apply');
  await page.waitForTimeout(1500);
  await shoot('07-follow-up');
  await tap('Where this comes from');
  await shoot('08-sources');
  await say('what can i do after year 11');
  await sees('No route here is above another');
  await shoot('09-signpost');
  await say('what do paramedics earn');
  await sees('What does a paramedic do?');
  await shoot('10-job');
  await page.getByRole('button', { name: 'Get help now' }).last().click();
  await shoot('11-help-now');
};

const book = async () => {
  await say('book an appointment');
  await sees('What name should they use for you?');
  await shoot('01-name');
  await page.getByLabel('Your answer').last().fill('Zoë');
  await tap('Send');
  await sees('Which year group are you in?');
  await shoot('02-year');
  await pick('Year 11');
  await tap('Send');
  await sees('How can the team reach you?');
  await shoot('03-contact');
  await tap('My school e-mail');
  await sees('What would you like to talk about?');
  await pick('Apprenticeships');
  await tap('Send');
  await sees('When would suit you?');
  await tap('Any time');
  await sees('Your request is saved');
  await shoot('04-saved');
  await say('cancel my appointment');
  await sees('is cancelled');
  await shoot('05-cancelled');
};

const endanger = async () => {
  await say('my dad hits me');
  await sees('Are you safe right now?');
  await shoot('12-disclosure');
};

const askInGroup = async () => {
  await page.locator('button[aria-label="Group Chat"]').click();
  await page.waitForTimeout(800);
  const box = page.locator('[contenteditable=true]').first();
  await box.click();
  await box.pressSequentially('@');
  await page.getByRole('menuitem', { name: 'Test Bot' }).click();
  await page.keyboard.type(' how much is the bursary');
  await page.keyboard.press('Enter');
  // The first of these lines came when the app was added to the group.
  await page.getByText('I answer in private only').nth(1).waitFor({ timeout: PATIENCE });
  await shoot('13-group');
};

let failed = false;
let signer;
try {
  const environment = { ...process.env, FINGERPOST_TEAMS_SECRET: 'playground', FINGERPOST_NOW: '2026-11-23T10:00' };
  delete environment.FINGERPOST_DATABASE_URL;
  const arguments_ = ['serve', '--port', `${doorPort}`, '--config', join(place, 'config'), '--data', join(place, 'data')];
  await start(program, [...arguments_, '--knowledge', join(root, 'knowledge')], { env: environment }, 'Ready after');
  const door = `http://127.0.0.1:${doorPort}/api/messages`;
  signer = await open({ port: signerPort, door, appId, tenant, keyFile: join(root, 'tests/wire/teams/issuer.pem') });
  const cli = join(here, 'node_modules/@microsoft/m365agentsplayground/cli.js');
  const told = ['-e', `http://127.0.0.1:${signerPort}/api/messages`, '-c', 'msteams', '-p', `${playgroundPort}`, '--disable-telemetry'];
  const quiet = { cwd: place, env: { ...process.env, BROWSER: 'none' } };
  await start('node', ['-r', join(here, 'loopback.cjs'), cli, 'start', ...told], quiet, `${playgroundPort}`);
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  page = await browser.newPage({ viewport: { width: 1280, height: 1500 } });
  await page.goto(`http://127.0.0.1:${playgroundPort}`);
  await page.locator('[contenteditable=true]').first().waitFor({ timeout: PATIENCE });
  await shoot('00-opened');
  for (const part of [book, talk, endanger, askInGroup]) await part();
  await browser.close();
  console.log(`The playground asked, booked, cancelled and was met; look at the pictures in ${out}`);
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
