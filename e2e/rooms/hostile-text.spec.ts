import { readFileSync } from "node:fs";
import { startCanary } from "#e2e/fixtures/canary-server.ts";
import { startGuard } from "#e2e/fixtures/guard.ts";
import { xssPayloads } from "#e2e/fixtures/xss-payloads.ts";
import { expect, test } from "./fixtures.ts";

// The policy is off: what runs or loads nothing here does so without its help.
test.use({ modelApi: "chat", group: "photos", bypassCSP: true, expectedErrors: /status of 40[134]/ });

const MOST_CHARACTERS = 3_900;
const NAME = "<img src=x onerror=pwn()>";
const TITLE = `"><script>pwn()</script> ![a](//evil.example/t.png)`;

/** Texts as few messages, because a person may post ten at once. */
function joined(texts: string[]): string[] {
  const messages: string[] = [];
  for (const text of texts) {
    const last = messages.at(-1);
    if (last && last.length + text.length < MOST_CHARACTERS)
      messages[messages.length - 1] = `${last}\n\n${text}`;
    else messages.push(text.slice(0, MOST_CHARACTERS));
  }
  return messages;
}

test("XSS-01 XSS-03 XSS-11 hostile names, titles, messages, files and answers run and load nothing", async ({
  host,
  guest,
  model,
  app,
}) => {
  const canary = await startCanary();
  const guards = await Promise.all(
    [host.page, guest.page].map((page) => startGuard(page.context(), page, app.url)),
  );
  const check = async (where: string) => {
    for (const guard of guards) {
      const found = await guard.findings();
      // Addresses in messages are links that show all of their address.
      expect(
        found.filter((one) => !/^foreign link: <a href="https?:.* rel="noopener/.test(one)),
        where,
      ).toEqual([]);
    }
  };
  const payloads = xssPayloads(canary.url);
  model.script({ text: payloads.slice(0, 30).join("\n\n") });
  const path = await host.create(TITLE);
  await guest.join(path, NAME);
  await expect(host.page.getByRole("button", { name: `Actions for ${NAME}` })).toBeVisible();
  await check("the name and the title");

  for (const text of joined(payloads)) {
    await guest.say(text);
    await expect(guest.unsent).toHaveCount(0);
    await expect(host.messages.last()).toContainText(text.trim().slice(0, 12));
  }
  await check("messages");
  await guest.page.locator("input[type=file]").setInputFiles({
    name: `${NAME}.svg`,
    mimeType: "image/svg+xml",
    buffer: Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="pwn()"/>`),
  });
  await guest.say("a file");
  await expect(host.message("a file")).toBeVisible();
  await host.say("@bot What does error code E07 mean?");
  await expect(guest.answers).toHaveCount(1);
  await expect(guest.answers).toContainText("raw link");
  await check("a file and an answer");

  await host.message("a file").hover();
  await host
    .message("a file")
    .getByRole("button", { name: `Report the message from ${NAME}` })
    .click();
  await host.page.getByLabel("What's wrong with this message?").selectOption("Spam");
  await host.confirm("Report");
  await expect(host.page.getByText("1 report", { exact: true })).toBeVisible();
  await host.moderate(NAME, "Mute…", "10 minutes");
  await host.page.getByText("Bans and moderation log").click();
  await expect(host.page.getByText(`muted ${NAME}`)).toBeVisible();
  await check("moderation");
  for (const page of [host.page, guest.page]) {
    await page.reload();
    await expect(page.locator("[data-connection=live]")).toBeVisible();
  }
  await check("drawn by the server");

  const download = host.page.waitForEvent("download");
  await host.page.getByRole("link", { name: "Markdown" }).click();
  const text = readFileSync(await (await download).path(), "utf8");
  expect(text).not.toMatch(/^<script|(?<!\\)<img /m);
  for (const place of ["", "/reports", "/log"]) {
    await host.page.goto(`/admin/demo/rooms${place}`);
    await expect(host.page.getByText(place === "/log" ? NAME : TITLE).first()).toBeVisible();
    await check(`Studio ${place}`);
  }
  expect(canary.requests).toEqual([]);
  expect(canary.connections(), "not even a connection").toBe(0);
  await canary.close();
});
