import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkBoundaries } from "./check.ts";
import { environmentReads } from "./find-environment-reads.ts";
import { readDirective } from "./find-server-code-in-browser.ts";

/** A small valid tree; each case adds the one file that breaks a rule. */
const sound: Record<string, string> = {
  "package.json": JSON.stringify({
    type: "module",
    imports: {
      "#lib/*": "./lib/*",
      "#db/*": "./db/*",
      "#components/*": "./components/*",
      "#i18n/*": "./i18n/*",
    },
    dependencies: { "drizzle-orm": "1", ai: "1", react: "1" },
  }),
  "node_modules/drizzle-orm/index.js": "export const sql = 1;",
  "node_modules/ai/index.js": "export const streamText = 1; ",
  "node_modules/react/index.js": "export const useState = 1;",
  "lib/context/seal.ts": "export const seal = 1;",
  "lib/auth/admission/make-contexts.ts": "export const member = 1;",
  "lib/unranked/thing.ts": "export const thing = 1;",
  "lib/core/ids.ts": "export type Id = string; export const newId = () => 1;",
  "lib/core/env.ts": "export const env = () => process.env;",
  "lib/core/email/mail-permit.ts": "export const permit = 1;",
  "lib/core/files.ts": 'import { readFileSync } from "node:fs"; export const read = readFileSync;',
  "lib/core/one.ts": 'import { two } from "./two.ts"; export const one = two;',
  "lib/core/two.ts": 'import type { one } from "./one.ts"; export const two = 2 as typeof one | 2;',
  "lib/chatbot/schema.ts": "export const limit = 1; export type Bot = { id: string };",
  "lib/chatbot/queries.ts":
    'import { sql } from "drizzle-orm"; export const find = sql; export type Row = 1;',
  "lib/chatbot/get-bot.ts": 'import { find } from "./queries.ts"; export const getBot = () => find;',
  "lib/tenant/find-tenant.ts": 'import { newId } from "#lib/core/ids.ts"; export const findTenant = newId;',
  "lib/auth/session/create-session.ts":
    'import { findTenant } from "#lib/tenant/find-tenant.ts"; export type Session = typeof findTenant;',
  "lib/auth/session/create-session.test.ts": "export {};",
  "lib/tenant/tenants.test.ts": 'import type {} from "#lib/auth/session/create-session.ts";',
  "lib/slack/send.ts": "export const send = () => 1;",
  "db/migrate.ts": 'import { newId } from "#lib/core/ids.ts"; export const table = newId;',
  "db/schema/index.ts": 'import { limit } from "#lib/chatbot/schema.ts"; export const table = limit;',
  "components/button.tsx":
    'import type { Bot } from "#lib/chatbot/schema.ts"; export const Button = (bot: Bot) => bot;',
  "components/button.test.tsx": 'import { readFileSync } from "node:fs"; readFileSync("x");',
  "app/page.tsx":
    'import { getBot } from "#lib/chatbot/get-bot.ts"; import { seal } from "#lib/context/seal.ts"; seal; getBot();',
  "server.ts": 'import { newId } from "#lib/core/ids.ts"; newId();',
  "i18n/texts.ts": "export const texts = {};",
};

const broken: [rule: string, file: string, source: string][] = [
  ["rank-0", "lib/core/up.ts", 'import type { Bot } from "#lib/chatbot/schema.ts"; export type Up = Bot;'],
  ["rank-0-schema", "db/schema/up.ts", 'import { getBot } from "#lib/chatbot/get-bot.ts"; getBot();'],
  ["rank-1", "lib/tenant/up.ts", 'import { getBot } from "#lib/chatbot/get-bot.ts"; getBot();'],
  ["rank-2", "lib/ai/up.ts", 'import { limit } from "#lib/chatbot/schema.ts"; limit;'],
  ["rank-3", "lib/conversation/up.ts", 'import "../../server.ts";'],
  ["rank-4", "lib/rooms/up.ts", 'import "../../app/page.tsx";'],
  ["rank-unknown", "lib/misc/thing.ts", 'import { newId } from "#lib/core/ids.ts"; newId();'],
  ["rank-unknown", "app/misc.ts", 'import "../lib/unranked/thing.ts";'],
  ["no-cycle", "lib/core/one.ts", 'import { two } from "./two.ts"; export const one = two;'],
  [
    "no-module-cycle",
    "lib/tenant/list-members.ts",
    'import type { Session } from "#lib/auth/session/create-session.ts"; export type Member = Session;',
  ],
  ["core-without-database", "lib/core/rows.ts", 'import { table } from "#db/migrate.ts"; table;'],
  ["database-below-context", "db/client.ts", 'import { seal } from "#lib/context/seal.ts"; seal;'],
  ["unresolved", "lib/core/lost.ts", 'import { lost } from "#lib/core/nowhere.ts"; lost;'],
  ["sql-one-address", "lib/chatbot/list-bots.ts", 'import { sql } from "drizzle-orm"; sql;'],
  ["sql-one-address", "app/rows.ts", 'import { table } from "#db/schema/index.ts"; table;'],
  ["queries-private", "lib/conversation/peek.ts", 'import { find } from "#lib/chatbot/queries.ts"; find;'],
  [
    "queries-private",
    "lib/conversation/row.ts",
    'import type { Row } from "#lib/chatbot/queries.ts"; export type Mine = Row;',
  ],
  [
    "queries-private-doors",
    "app/row.ts",
    'import type { Row } from "#lib/chatbot/queries.ts"; export type Mine = Row;',
  ],
  ["queries-private-doors", "app/peek.ts", 'import { find } from "#lib/chatbot/queries.ts"; find;'],
  [
    "projections-tell-nobody",
    "lib/status/projection/announce.ts",
    'import { send } from "#lib/slack/send.ts"; send();',
  ],
  ["components-pixels-only", "components/door.tsx", 'import type {} from "../app/page.tsx";'],
  ["below-knows-no-pixels", "lib/core/pixel.ts", 'import { texts } from "#i18n/texts.ts"; texts;'],
  ["lib-no-react", "lib/core/hook.ts", 'import { useState } from "react"; useState;'],
  ["seal-doors-only", "lib/chatbot/forge.ts", 'import { seal } from "#lib/context/seal.ts"; seal;'],
  [
    "seal-doors-only",
    "lib/chatbot/impersonate.ts",
    'import { member } from "#lib/auth/admission/make-contexts.ts"; member;',
  ],
  [
    "mail-permit-from-limits",
    "lib/tenant/invite.ts",
    'import { permit } from "#lib/core/email/mail-permit.ts"; permit;',
  ],
  ["ai-sdk-in-lib-ai", "app/model.ts", 'import { streamText } from "ai"; streamText;'],
  ["ai-sdk-types", "lib/conversation/model.ts", 'import { streamText } from "ai"; streamText;'],
  ["server-code-in-browser", "components/file.tsx", 'import { read } from "#lib/core/files.ts"; read;'],
  [
    "server-code-in-browser",
    "components/row.tsx",
    'import { getBot } from "#lib/chatbot/get-bot.ts"; getBot;',
  ],
  ["server-code-in-browser", "app/leaf.tsx", '"use client";\nimport { env } from "#lib/core/env.ts"; env;'],
  ["environment-one-reader", "lib/chatbot/key.ts", "export const key = process.env.KEY;"],
];

describe("checkBoundaries", () => {
  let root: string;
  const write = (file: string, source: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), source);
  };
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "parley-boundaries-"));
    for (const [file, source] of Object.entries(sound)) write(file, source);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("finds nothing in a valid tree, and counts what it read", async () => {
    const { modules, subpathImports, findings } = await checkBoundaries(root);
    expect(findings).toEqual([]);
    expect(modules).toBe(24);
    expect(subpathImports).toBe(9);
  });

  it.each(broken)("%s: %s", async (rule, file, source) => {
    write(file, source);
    if (rule === "no-cycle")
      write("lib/core/two.ts", 'import { one } from "./one.ts"; export const two = one;');
    const { findings } = await checkBoundaries(root);
    expect([...new Set(findings.map((finding) => finding.rule))]).toContain(rule);
    expect(findings.some((finding) => finding.rule === rule && finding.where.includes(file))).toBe(true);
  });

  it("lets a client file import a server action, whose code stays on the server", async () => {
    write("app/actions.ts", '"use server";\nimport { getBot } from "#lib/chatbot/get-bot.ts"; getBot();');
    write("app/form.tsx", '"use client";\nimport "./actions.ts";');
    expect((await checkBoundaries(root)).findings).toEqual([]);
  });
});

describe("environmentReads", () => {
  it.each([
    ["process.env.A", [1]],
    ["x\nconst { env } = process;", [2]],
    ['process["env"].A', [1]],
    ['import { env } from "node:process";', [1]],
    ["/** reads `process.env` */", []],
    ["childProcess.environment", []],
  ])("%s", (source, lines) => expect(environmentReads("lib/a.ts", source)).toEqual(lines));

  it("lets proxy.ts read NODE_ENV and instrumentation.ts NEXT_RUNTIME, and nothing else", () => {
    expect(environmentReads("proxy.ts", "process.env.NODE_ENV\nprocess.env.KEY")).toEqual([2]);
    expect(environmentReads("instrumentation.ts", "process.env.NEXT_RUNTIME\nprocess.env.NODE_ENV")).toEqual([
      2,
    ]);
  });
});

describe("readDirective", () => {
  it("reads past comments and no further than the first statement", () => {
    expect(readDirective('// a\n/* b */\n"use client";')).toBe("use client");
    expect(readDirective("import a;\n'use client';")).toBeNull();
  });
});
