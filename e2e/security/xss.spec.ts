import type { APIRequestContext } from "@playwright/test";
import { type Canary, startCanary } from "#e2e/fixtures/canary-server.ts";
import { drawEveryPiece, draws, startGuard } from "#e2e/fixtures/guard.ts";
import { test as base, expect } from "#e2e/fixtures/test.ts";
import { xssPayloads } from "#e2e/fixtures/xss-payloads.ts";

const test = base.extend<{ canary: Canary }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from its pattern
  canary: async ({}, use) => {
    const canary = await startCanary();
    await use(canary);
    await canary.close();
  },
});

// A trace would copy the whole document at each of thousands of steps.
test.use({ trace: "off" });

const perConversation = 15;

test.describe("with the content security policy off: the renderer alone", () => {
  test.use({ bypassCSP: true });

  test("XSS-01 XSS-03 XSS-14 model and user text: nothing runs, nothing loads, at every prefix", async ({
    app,
    canary,
    chat,
    context,
    model,
    page,
  }) => {
    test.setTimeout(300_000);
    const payloads = xssPayloads(canary.url);
    expect(payloads.length).toBeGreaterThan(60);
    await drawEveryPiece(context);
    const guard = await startGuard(context, page, app.url);
    await chat.open();
    let characters = 0;
    let drawn = 0;
    let pace = 4;
    for (const [index, payload] of payloads.entries()) {
      if (index % perConversation === 0 && index > 0) await chat.open();
      model.script({ text: payload, chunkChars: 1, chunkDelayMs: pace });
      const before = await draws(page);
      await chat.ask(payload);
      await chat.idle();
      characters += payload.length;
      drawn += (await draws(page)) - before;
      // A machine that is busy draws several pieces at once; the model then writes more slowly.
      if (drawn < characters * 0.56) pace = Math.min(pace * 1.4, 30);
      expect(await guard.findings(), payload).toEqual([]);
      if (index % perConversation === perConversation - 1) {
        await page.request.patch(`/api/conversations/${chat.conversationId}`, {
          headers: { origin: app.url },
          data: { title: payload.replace(/\s+/g, " ").slice(0, 120) },
        });
        await page.reload();
        await chat.idle();
        expect(await guard.findings(), "rendered by the server").toEqual([]);
        const { messages } = await chat.stored();
        const own = payloads.slice(index + 1 - perConversation, index + 1);
        expect(messages.filter(({ role }) => role === "user").map(({ text }) => text)).toEqual(
          own.map((text) => text.trim()),
        );
        expect(messages.every(({ role, turn }) => role === "user" || turn?.state === "complete")).toBe(true);
      }
    }
    expect(
      drawn,
      `pictures of ${characters} prefixes, some of which the server holds back or the machine joins`,
    ).toBeGreaterThan(characters * 0.5);
    await page.waitForTimeout(300);
    expect(canary.requests).toEqual([]);
    expect(canary.connections(), "not even a connection").toBe(0);
  });

  test("XSS-01 XSS-03 document titles, headings and passages: nothing runs, nothing loads", async ({
    app,
    canary,
    chat,
    context,
    model,
    page,
    playwright,
  }) => {
    const payloads = xssPayloads(canary.url);
    const request = await playwright.request.newContext({
      baseURL: app.url,
      extraHTTPHeaders: { authorization: `Bearer ${app.apiKey}` },
    });
    const guard = await startGuard(context, page, app.url);
    const sourceId = await plant(request, payloads);
    model.script({ text: "It is said here [1], here [2], here [3] and here [4]." });
    await chat.open();
    await chat.askAndWait("What is the zanzibarite procedure of the quillback manual?");
    const marks = await chat.sources.count();
    expect(marks).toBeGreaterThanOrEqual(3);
    for (let index = 0; index < marks; index++) {
      await chat.sources.nth(index).click();
      await expect(chat.passage).toContainText(/zanzibarite|pwn/);
      expect(await guard.findings()).toEqual([]);
      await page.keyboard.press("Escape");
    }
    await page.reload();
    await chat.idle();
    expect(await guard.findings(), "rendered by the server").toEqual([]);
    await page.waitForTimeout(300);
    expect(canary.requests).toEqual([]);
    expect(canary.connections(), "not even a connection").toBe(0);
    const removed = await request.delete(`/api/v1/knowledge/sources/${sourceId}`);
    expect(removed.status()).toBe(204);
    await request.dispose();
  });

  /** One document a format, each with every payload in its title, a heading and its text. */
  async function plant(request: APIRequestContext, payloads: string[]): Promise<string> {
    const opened = await request.put("/api/v1/knowledge/sources", {
      data: { chatbot: "support", kind: "folder", origin: "e2e:xss", name: payloads[2] },
    });
    expect(opened.status()).toBe(200);
    const { id } = (await opened.json()) as { id: string };
    const heading = payloads[2] ?? "";
    const sentence = "The zanzibarite procedure of the quillback manual begins here.";
    const markdown = `# ${heading} quillback manual\n\n## ${payloads[3]} zanzibarite\n\n${sentence}\n\n${payloads.join("\n\n")}\n`;
    const html = `<html><head><title>${heading} quillback manual</title></head><body><h1>${heading}</h1><h2>zanzibarite ${payloads[4]}</h2><p>${sentence}</p>${payloads.map((payload) => `<div>${payload}</div>`).join("\n")}</body></html>`;
    const escaped = html.replace(/<(?!\/?(?:html|head|title|body|h1|h2|p|div)\b)/g, "&lt;");
    const documents = [
      { path: `${heading}.md`, mediaType: "text/markdown", text: markdown },
      { path: "manual.html", mediaType: "text/html", text: html },
      { path: "escaped.html", mediaType: "text/html", text: escaped },
      {
        path: `<svg onload=pwn()>.txt`,
        mediaType: "text/plain",
        text: `${heading}\n\n${sentence}\n\n${payloads.join("\n\n")}`,
      },
    ];
    for (const data of documents) {
      const put = await request.put(`/api/v1/knowledge/sources/${id}/documents`, {
        data,
        headers: { prefer: "wait=50" },
      });
      expect(await put.json(), data.path).toMatchObject({ state: "ready" });
    }
    return id;
  }
});

test("XSS-04 a link names its host, loads nothing before the click and tells nothing at it", async ({
  app,
  canary,
  chat,
  context,
  model,
  page,
}) => {
  const guard = await startGuard(context, page, app.url);
  model.script({
    text: `Read [the manual](${canary.url}/manual) or [https://good.example](${canary.url}/trap).`,
  });
  await chat.open();
  await chat.askAndWait("Where is the manual?");
  const link = chat.prose.getByRole("link", { name: /^the manual/ });
  await expect(link).toHaveText(`the manual (${new URL(canary.url).host})`);
  await expect(chat.prose.getByRole("link", { name: /good/ })).toContainText(`(${new URL(canary.url).host})`);
  await expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow ugc");
  await link.hover();
  await page.waitForTimeout(500);
  expect(canary.connections(), "before the click").toBe(0);
  expect(await guard.findings()).toEqual([]);
  const [popup] = await Promise.all([context.waitForEvent("page"), link.click()]);
  await popup.waitForLoadState();
  expect(canary.requests[0]).toEqual({ path: "/manual", referer: undefined });
  expect(await popup.evaluate(() => window.opener)).toBeNull();
});

test.describe("the content security policy alone", () => {
  test.use({ expectedErrors: /Content Security Policy|404.*\/c\/x/i });

  // Left out: <link rel=prefetch>, which Chromium exempts from CSP; only the renderer protects against it.
  test("XSS-05 a hole in the renderer would still load nothing and run nothing", async ({
    app,
    canary,
    chat,
    context,
    page,
  }) => {
    const guard = await startGuard(context, page, app.url);
    await chat.open();
    await page.evaluate(async (evil) => {
      const hole = document.createElement("div");
      document.body.append(hole);
      hole.innerHTML = `<img src="${evil}/i.png" onerror="pwn()"><img src=x onerror="pwn()">
        <iframe src="${evil}/frame"></iframe><iframe srcdoc="<script>parent.pwn()</script>"></iframe>
        <object data="${evil}/o"></object><embed src="${evil}/e"><link rel=stylesheet href="${evil}/l.css">
        <style>@import "${evil}/c.css"; .hole{background:url(${evil}/b.png)}</style>
        <p class=hole style="background:url(${evil}/style.png)">x</p><video src="${evil}/v.mp4" poster="${evil}/p.png" autoplay></video>
        <base href="${evil}/"><a href="javascript:pwn()" id=js>x</a><form action="${evil}/form" id=form></form>`;
      await fetch(`${evil}/fetch`).catch(() => undefined);
      navigator.sendBeacon(`${evil}/beacon`);
      await new Promise((resolve) => setTimeout(resolve, 300));
      document.getElementById("js")?.click();
      (document.getElementById("form") as HTMLFormElement).submit();
    }, canary.url);
    await page.waitForTimeout(500);
    expect(canary.requests).toEqual([]);
    expect(await guard.findings()).not.toContain("a script ran");
    expect(new URL(page.url()).pathname).toBe("/c/support");
    expect(await page.evaluate(() => document.baseURI)).toBe(page.url());
  });
});

test.describe("with the policy on", () => {
  test("XSS-05 a page full of hostile text breaks no rule of the policy", async ({
    app,
    canary,
    chat,
    context,
    model,
    page,
  }) => {
    const guard = await startGuard(context, page, app.url);
    const text = `${xssPayloads(canary.url).join("\n\n")}\n`;
    model.script({ text });
    await chat.open();
    await chat.askAndWait("Say everything");
    await chat.idle();
    await page.reload();
    await chat.idle();
    expect(await guard.findings()).toEqual([]);
    expect(canary.connections()).toBe(0);
  });
});
