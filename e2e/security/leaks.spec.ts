import { rmSync } from "node:fs";
import { join } from "node:path";
import { startApp } from "#e2e/fixtures/app-server.ts";
import { call } from "#e2e/fixtures/http.ts";
import { leaksInFiles, leaksInLog, leaksInText } from "#e2e/fixtures/leaks.ts";
import { joinByApi, owner, PASSWORD } from "#e2e/fixtures/person.ts";
import { seededDirectory } from "#e2e/fixtures/seeded.ts";
import { talkInRoom } from "#e2e/fixtures/talk-in-room.ts";
import { expect, test } from "#e2e/fixtures/test.ts";

const SAID = "canary-said-5b1f";
const ANSWERED = "canary-answered-9c2d";
const WRITTEN = "canary-document-7e3a";
const TALKED = "canary-talked-4d9b";

test("a log at its most talkative, error pages and the database tell no secret, and logs no word of anybody (OPS-09)", async ({
  model,
  mailbox,
}) => {
  const app = await startApp({
    mode: "server",
    from: seededDirectory,
    logLevel: "debug",
    smtpUrl: mailbox.url,
    model: { baseUrl: model.baseUrl, api: "responses" },
  });
  const pages: string[] = [];
  const host = await owner(app);
  const person = await joinByApi(app, mailbox, "canary");
  const bearer = { authorization: `Bearer ${app.apiKey}`, "content-type": "application/json" };
  const said = (id: string, text = SAID) =>
    person.call("/api/chat", {
      method: "POST",
      body: { id: "leaks", chatbot: "support", message: { id, parts: [{ type: "text", text }] } },
    });
  const finish = async (response: Response) => {
    const text = await response.text();
    if (response.status >= 400) pages.push(text);
    return text;
  };

  model.script({ text: ANSWERED });
  expect(await finish(await said("m1"))).toContain(ANSWERED);
  model.script({ fault: { kind: "status", status: 400, body: { error: { message: ANSWERED } } } });
  await finish(await said("m2"));
  model.script({ text: `${ANSWERED} and more`, fault: { kind: "reset", afterChunks: 1 } });
  await finish(await said("m3"));
  await finish(await said("m1", `${SAID} but another`));
  for (const body of [
    `{"message":"${SAID}`,
    `{"message":["${SAID}"]}`,
    JSON.stringify({ message: SAID.repeat(30_000) }),
  ])
    pages.push((await call(`${app.url}/chat-direct`, { method: "POST", headers: bearer, body })).text);
  model.script({ fault: { kind: "status", status: 401, body: { error: { message: ANSWERED } } } });
  const direct = JSON.stringify({ message: SAID });
  pages.push((await call(`${app.url}/chat-direct`, { method: "POST", headers: bearer, body: direct })).text);

  const stolen = { ...bearer, authorization: `Bearer pk_${SAID}'; drop table users; --` };
  pages.push((await call(`${app.url}/api/v1/chatbots`, { headers: stolen })).text);
  const forged = { "content-type": "text/plain", "x-request-id": `a\tb`, cookie: `parley_session=${SAID}` };
  pages.push(
    (await call(`${app.url}/api/admin/demo/keys`, { method: "POST", headers: forged, body: SAID })).text,
  );
  await finish(await person.call(`/nothing-here?token=${SAID}`));
  await finish(await person.call(`/api/nothing-here?token=${SAID}`));
  await finish(await person.call("/admin/demo/keys"));

  const { sources } = await host.json<{ sources: { id: string }[] }>(
    "/api/admin/demo/knowledge/sources?chatbot=support",
  );
  const document = { path: `${WRITTEN}.md`, mediaType: "text/markdown", text: `# Note\n\n${WRITTEN}\n` };
  const source = `/api/admin/demo/knowledge/sources/${sources[0]?.id}`;
  await host.json(`${source}/documents`, { method: "PUT", body: document });
  const broken = Buffer.from(`%PDF-1.7\n${WRITTEN}`);
  await fetch(`${app.url}${source}/files?path=broken.pdf`, {
    method: "PUT",
    headers: { cookie: host.cookie },
    body: broken,
  });
  const { key } = await host.json<{ key: string }>("/api/admin/demo/keys", {
    method: "POST",
    body: { name: "Leaks", scopes: ["chat"] },
  });
  await host.json("/api/admin/demo/invitations", {
    method: "POST",
    body: { email: "guest@example.com", role: "viewer" },
  });
  await person.call("/api/account/forgot", { method: "POST", body: { email: person.email } });
  await mailbox.newest(person.email, /password/);
  await expect
    .poll(async () => {
      const { entries } = await host.json<{ entries: { ingestion: { state: string } | null }[] }>(
        `${source}/documents?only=failed`,
      );
      return entries.length;
    })
    .toBeGreaterThan(0);
  const room = await talkInRoom(app, TALKED);
  pages.push(...room.refusals);
  await app.stop("keep");

  const cookies = [host, person].flatMap(({ cookie }) =>
    cookie.split("; ").map((one) => one.split("=")[1] ?? ""),
  );
  const secrets = [
    ...app.secrets,
    ...mailbox.tokens(),
    ...cookies.filter((value) => value.length > 20),
    app.apiKey,
    app.admin.password,
    PASSWORD,
    key,
    ...room.secrets,
  ];
  const words = [SAID, ANSWERED, WRITTEN, TALKED];
  const log = app.log();
  expect(log.split("\n").length, "there is a log to look at").toBeGreaterThan(5);
  expect(leaksInLog(log, [...secrets, ...words])).toEqual([]);
  for (const page of pages) expect(leaksInText(page.replaceAll(`?token=${SAID}`, ""), secrets)).toEqual([]);
  expect(pages.length).toBeGreaterThan(8);
  expect(room.refusals.length).toBeGreaterThan(8);
  expect(log, "the room's lines are among them").toContain("room command");
  expect(leaksInFiles(join(app.dataDir, "db"), secrets)).toEqual([]);
  expect(leaksInFiles(join(app.dataDir, "db"), [SAID]), "the scan can find something").not.toEqual([]);
  rmSync(app.dataDir, { recursive: true, force: true });
});
