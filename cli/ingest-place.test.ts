import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ParleyError } from "#lib/core/errors.ts";
import type { DocumentInput, FileInput } from "#lib/knowledge/schema.ts";
import { ingestPlace } from "./ingest-place.ts";
import type { KnowledgeClient } from "./knowledge-client.ts";
import { readPlace } from "./read-place.ts";

const contentHash = (document: DocumentInput | FileInput) =>
  "text" in document ? `${document.mediaType}:${document.text}` : Buffer.from(document.bytes).toString("hex");
const quiet = { start: () => undefined, step: () => undefined, stop: () => undefined };

let folder: string;
let stored: Map<string, DocumentInput | FileInput>;
let sent: string[];
let refuse: (path: string) => Error | null;

function client(concurrency = 3): KnowledgeClient {
  return {
    place: "memory",
    concurrency,
    openSource: async ({ kind }) => ({ id: "src", kind }),
    listDocuments: async () =>
      [...stored.values()].map((d) => ({ path: d.path, contentHash: contentHash(d) })),
    async putDocument(_, document) {
      sent.push(document.path);
      const error = refuse(document.path);
      if (error) throw error;
      const outcome = stored.has(document.path) ? "replaced" : "created";
      stored.set(document.path, document);
      return { outcome, document: "doc", chunks: 2, windows: 3 };
    },
    syncPage: () => Promise.reject(new Error("unused")),
    syncSource: () => Promise.reject(new Error("unused")),
    getSource: () => Promise.reject(new Error("unused")),
    listFailed: () => Promise.reject(new Error("unused")),
    async deleteDocument(_, path) {
      stored.delete(path);
    },
    search: () => Promise.reject(new Error("unused")),
    listKnowledge: () => Promise.reject(new Error("unused")),
    async *ask() {},
    deleteConversation: () => Promise.reject(new Error("unused")),
    probeQueue: () => Promise.reject(new Error("unused")),
    close: async () => undefined,
  };
}

const ingest = (options: { deleteMissing?: boolean; stop?: AbortSignal; concurrency?: number } = {}) =>
  ingestPlace({
    client: client(options.concurrency),
    chatbot: "support",
    place: readPlace(folder, "/"),
    deleteMissing: options.deleteMissing ?? false,
    contentHash,
    progress: quiet,
    stop: options.stop ?? new AbortController().signal,
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "parley-ingest-"));
  stored = new Map();
  sent = [];
  refuse = () => null;
  for (const name of ["a", "b", "c", "d"]) writeFileSync(join(folder, `${name}.md`), `# ${name}`);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("ingestPlace", () => {
  it("creates, then changes nothing, then replaces and deletes what differs", async () => {
    expect(await ingest()).toMatchObject({ created: 4, unchanged: 0, chunks: 8, windows: 12, failed: [] });
    sent = [];
    expect(await ingest()).toMatchObject({ created: 0, replaced: 0, unchanged: 4, chunks: 0 });
    expect(sent).toEqual([]);
    writeFileSync(join(folder, "a.md"), "# changed");
    rmSync(join(folder, "b.md"));
    expect(await ingest()).toMatchObject({ replaced: 1, unchanged: 2, deleted: 1 });
    expect([...stored.keys()].sort()).toEqual(["a.md", "c.md", "d.md"]);
  });

  it("goes on past a document that fails, and names it", async () => {
    writeFileSync(join(folder, "bad.md"), Buffer.from([0xff, 0xfe, 0x00, 0xd8]));
    refuse = (path) => (path === "b.md" ? new ParleyError("invalid", "It holds binary data.") : null);
    const report = await ingest();
    expect(report).toMatchObject({ created: 3, notSent: 0 });
    expect(report.failed).toEqual([
      { path: "b.md", reason: "It holds binary data." },
      { path: "bad.md", reason: expect.stringContaining("not valid UTF-16") },
    ]);
    expect(sent.filter((path) => path === "b.md")).toHaveLength(1);
  });

  it("keeps the stored version of a file that has become unreadable, and what lies in an unreadable folder", async () => {
    mkdirSync(join(folder, "sub"));
    writeFileSync(join(folder, "sub/e.md"), "# e");
    await ingest();
    writeFileSync(join(folder, "a.md"), Buffer.from([0xff, 0xfe, 0x00, 0xd8]));
    const place = readPlace(folder, "/");
    place.walk.files = place.walk.files.filter((file) => file.path !== "sub/e.md");
    place.walk.unreadable.push({ path: "sub", reason: "No permission to read this file." });
    const stop = new AbortController().signal;
    const input = {
      client: client(),
      chatbot: "x",
      place,
      deleteMissing: true,
      contentHash,
      progress: quiet,
      stop,
    };
    const report = await ingestPlace(input);
    expect(report).toMatchObject({ deleted: 0, kept: 1 });
    expect(report.failed.map((failure) => failure.path)).toEqual(["a.md", "sub"]);
    expect(stored.size).toBe(5);
  });

  it("finishes what is under way when stopped, sends no more and deletes nothing", async () => {
    stored.set("gone.md", { path: "gone.md", mediaType: "text/markdown", text: "x" });
    const controller = new AbortController();
    refuse = () => {
      controller.abort();
      return null;
    };
    expect(await ingest({ stop: controller.signal, concurrency: 1 })).toMatchObject({
      created: 1,
      notSent: 3,
      deleted: 0,
    });
    expect(stored.has("gone.md")).toBe(true);
  });

  it("gives up, without waiting once more for each document, when the other side is away and it is stopped", async () => {
    const controller = new AbortController();
    refuse = () => {
      setTimeout(() => controller.abort(), 10);
      return new ParleyError("unavailable", "It does not answer.");
    };
    const report = await ingest({ stop: controller.signal, concurrency: 1 });
    expect(report).toMatchObject({ created: 0, notSent: 3 });
    expect(report.failed).toEqual([{ path: "a.md", reason: "It does not answer." }]);
  });

  it("reports a folder that may not be opened", async () => {
    mkdirSync(join(folder, "locked"));
    chmodSync(join(folder, "locked"), 0o000);
    const isRoot = process.getuid?.() === 0;
    const report = await ingest();
    expect(report.failed).toEqual(
      isRoot ? [] : [{ path: "locked", reason: "No permission to read this file." }],
    );
  });
});
