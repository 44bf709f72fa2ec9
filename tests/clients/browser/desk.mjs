// Signing in at the careers desk, and its pages.
import { visit } from "./house.mjs";

const PASSWORD = "violet harbour teaspoon";

/** Opens a one-time link and makes the account it is for; gives the page, signed in. */
export async function join(running, address, path, name, look = {}) {
  const page = await visit(running, address + path, look);
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("School e-mail address").fill(addressOf(name));
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByLabel("The same password again").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the account" }).click();
  await page.waitForURL("**/desk");
  return page;
}

/** Signs in somebody who has an account; gives the page. */
export async function signIn(running, address, name, look = {}) {
  const page = await visit(running, `${address}/desk/sign-in`, look);
  await page.getByLabel("School e-mail address").fill(addressOf(name));
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/desk");
  return page;
}

/** An administrator's one-time link for a colleague: its path. */
export async function invite(administrator, address, role) {
  await administrator.goto(`${address}/desk/people`);
  await administrator.getByLabel("Role", { exact: true }).selectOption({ label: role });
  await administrator.getByRole("button", { name: "Make a one-time link" }).click();
  return new URL(await administrator.getByLabel("The link").inputValue(), address).pathname;
}

function addressOf(name) {
  return `${name.toLowerCase().replaceAll(" ", ".")}@school.example`;
}
