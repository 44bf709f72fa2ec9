// Signing in at the careers desk, and its pages.
import { visit } from "./house.mjs";

/** What everybody here signs in with. */
export const PASSWORD = "violet harbour teaspoon";

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

/** An administrator's one-time link for a colleague at the demo's first academy: its path. */
export async function invite(administrator, address, role) {
  await administrator.goto(`${address}/desk/people`);
  await administrator.getByLabel("Role", { exact: true }).selectOption({ label: role });
  await administrator.getByLabel("School", { exact: true }).selectOption({ label: "Fingerpost Demo Academy" });
  await administrator.getByRole("button", { name: "Make a one-time link" }).click();
  return new URL(await administrator.getByLabel("The link").inputValue(), address).pathname;
}

/** Fills the draft that stands open with an answer about the school's radio, and passes it on to a second reader. */
export async function writeAnswer(leader) {
  const asks = ["can i run the school radio station", "is there a school radio", "school radio", "who runs the school radio",
    "how do i join the radio station", "can i be on the radio at school", "i want to do radio", "when is school radio on"];
  const draft = {
    "The question it answers": "How do I join the school radio?", "The answer": "The school radio is open to all. Ask in the library.",
    "How people ask it": asks.join("\n"), Publisher: "Fingerpost Demo Academy", "Title of the page": "School radio",
    "Date on the page": "2026", "In one sentence": "The school radio is open to all.",
  };
  for (const [label, words] of Object.entries(draft)) {
    for (const field of await leader.getByLabel(label, { exact: true }).all()) await field.fill(words);
  }
  await leader.locator("#address").fill("https://demo-academy.example/radio");
  await leader.getByRole("button", { name: "Save and ask for a second reader" }).click();
  await leader.getByRole("status").getByText("A second reader").waitFor();
}

/** The address of somebody who works at the desk. */
export function addressOf(name) {
  return `${name.toLowerCase().replaceAll(" ", ".")}@school.example`;
}
