// The walk of Akoya's own test-suite through the consent pages: the same selectors, in a real browser.

import { createServer } from "node:http";
import { once } from "node:events";
import { chromium } from "playwright-core";

/** The application's redirect URI on a free port; `next()` is the address that a browser comes back to. */
export async function callback() {
  const server = createServer((request, response) => {
    response.end("done");
    const url = new URL(request.url, server.uri);
    if (url.pathname === "/callback") server.emit("back", url); // Browsers ask for an icon too.
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  server.uri = `http://127.0.0.1:${server.address().port}/callback`;
  return { uri: server.uri, next: async () => (await once(server, "back"))[0], close: () => server.close() };
}

/** Starts the browser that the variable CHROMIUM names; the superuser's cannot have a sandbox. */
export function browser() {
  const root = process.getuid?.() === 0;
  return chromium.launch({ executablePath: process.env.CHROMIUM, chromiumSandbox: !root });
}

/** Gives the consent for every account, or refuses it. */
export async function decide(page, authorizationUrl, user, words = "Approve") {
  await page.goto(authorizationUrl.href);
  await page.locator("input[type=text]").fill(user);
  await page.locator("input[type=password]").fill(user);
  await page.locator("button[type=submit]", { hasText: "Sign in →" }).click();
  await page.locator("button", { hasText: "Next" }).click();
  await page.locator("input[type=checkbox][name=account]").first().waitFor();
  for (const account of await page.locator("input[type=checkbox][name=account]").all()) await account.check();
  await page.locator("button", { hasText: words }).click();
}
