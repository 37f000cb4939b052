import { expect, test } from "#e2e/fixtures/test.ts";
import { makePdf, makePptx } from "#lib/knowledge/parsing/files/testing/make-files.ts";

const line = (text: string, y: number, size = 11) => ({ text, size, x: 60, y });

test("an answer from a PDF names its page, and opens there", async ({ app, chat, request }) => {
  const headers = { authorization: `Bearer ${app.apiKey}`, prefer: "wait=50" };
  const source = await request.put("/api/v1/knowledge/sources", {
    headers,
    data: { chatbot: "support", kind: "folder", origin: "test:files", name: "Files" },
  });
  const { id } = await source.json();
  const files = {
    "lighthouse.pdf": makePdf([
      [line("Lighthouse of Skarvik", 780, 22), line("Visitors are welcome from May to September.", 730)],
      [line("The lamp", 780, 18), line("The Skarvik lamp turns once every 12 seconds.", 730)],
    ]),
    "ferry.pptx": makePptx([
      { title: "Ferry plan", lines: ["For the island of Skarvik."] },
      { title: "Winter crossings", lines: ["In winter the Skarvik ferry sails on Mondays only."] },
    ]),
  };
  for (const [path, bytes] of Object.entries(files)) {
    const address = `/api/v1/knowledge/sources/${id}/files?path=${encodeURIComponent(path)}`;
    const stored = await request.put(address, { headers, data: Buffer.from(bytes) });
    expect(await stored.json()).toMatchObject({ state: "ready", outcome: "created" });
  }

  await chat.open();
  await chat.askAndWait("How often does the Skarvik lamp turn?");
  await expect(chat.prose).toContainText("once every 12 seconds");
  await expect(chat.lastAnswer.locator(".source-button")).toContainText("page 2");
  await chat.mark(1).click();
  await expect(chat.source.locator(".panel-path")).toContainText("page 2");
  await expect(chat.passage).toContainText("12 seconds");

  await chat.askAndWait("On which day does the Skarvik ferry sail in winter?");
  await expect(chat.prose).toContainText("Mondays only");
  await expect(chat.lastAnswer.locator(".source-button")).toContainText("slide 2");
  await chat.page.reload();
  await expect(chat.lastAnswer.locator(".source-button"), "after a reload").toContainText("slide 2");
});
