import { randomBytes } from "node:crypto";
import { join, resolve } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { sealOperator } from "#lib/context/seal.ts";
import { objectStore } from "#lib/core/storage/object-store.ts";
import { makeBomb, makeJpeg } from "#lib/images/testing/photos.ts";
import { getQuotas } from "#lib/quotas/get-quotas.ts";
import { purgeUnusedFiles } from "#lib/rooms/files/purge-unused-files.ts";
import type { WireFile, WireMessage } from "#lib/rooms/wire.ts";
import { asOwner } from "#testing/postgres/owner.ts";
import type { TestTenant } from "#testing/postgres/tenant.ts";
import { readZip } from "#testing/rooms/read-zip.ts";
import {
  callRoute,
  type ErrorReply,
  type Joined,
  makeRoom,
  type RoomClient,
} from "#testing/rooms/room-client.ts";
import { roomIdOf } from "#testing/rooms/room-id.ts";

let tenant: TestTenant;
let room: RoomClient;
let ana: Joined;
let ben: Joined;

beforeEach(async () => {
  ({ room, tenant } = await makeRoom());
  ana = (await room.join("Ana")).body;
  ben = (await room.join("Ben")).body;
});

type Handler = (request: Request, route: { params: Promise<Record<string, string>> }) => Promise<Response>;
const handlerOf = async (path: string, method: string) => {
  const module = await import(/* @vite-ignore */ join(resolve("app/api/chats/[code]"), path, "route.ts"));
  return (module as Record<string, Handler>)[method] as Handler;
};

async function upload(token: string, name: string, body: Uint8Array | string, code = room.code) {
  const url = `http://localhost/api/chats/${code}/files?name=${encodeURIComponent(name)}`;
  const headers = { authorization: `Bearer ${token}` };
  const request = new Request(url, { method: "POST", headers, body: body as BodyInit });
  const response = await (await handlerOf("files", "POST"))(request, { params: Promise.resolve({ code }) });
  return { status: response.status, body: (await response.json()) as WireFile & ErrorReply };
}

async function get(token: string | null, file: string, code = room.code): Promise<Response> {
  const headers: HeadersInit = token ? { authorization: `Bearer ${token}` } : {};
  const request = new Request(`http://localhost/api/chats/${code}/files/${file}`, { headers });
  return (await handlerOf("files/[file]", "GET"))(request, { params: Promise.resolve({ code, file }) });
}

const send = (token: string, files: string[], content = "") =>
  room.call<WireMessage & ErrorReply>("POST", "messages", { token, body: { content, files } });
const objects = async () => {
  const keys: string[] = [];
  const prefix = `${tenant.ctx.tenantId}/rooms/${roomIdOf(ana.token)}`;
  for await (const { key } of objectStore().list(prefix)) keys.push(key);
  return keys;
};

describe("a file in a message", () => {
  it("is shown to participants only, and to nobody but its owner before it is sent", async () => {
    const { status, body: file } = await upload(ana.token, "notes.md", "# Notes");
    expect(status).toBe(201);
    expect(file).toMatchObject({ kind: "file", name: "notes.md", size: 7, width: null });
    expect((await get(ana.token, file.id)).status).toBe(200);
    for (const token of [ben.token, room.host.token]) expect((await get(token, file.id)).status).toBe(404);
    const sent = await send(ana.token, [file.id]);
    expect(sent.body.files).toEqual([file]);
    for (const token of [ben.token, room.host.token]) {
      const response = await get(token, file.id);
      expect(await response.text()).toBe("# Notes");
      expect(response.headers.get("content-disposition")).toMatch(/^attachment; filename="notes\.md"/);
      expect(response.headers.get("content-security-policy")).toContain("sandbox");
      expect(response.headers.get("cache-control")).toContain("private");
    }
    expect((await get(null, file.id)).status).toBe(401);
    const other = await makeRoom();
    expect((await get(other.room.host.token, file.id)).status).toBe(401);
    expect((await get(other.room.host.token, file.id, other.room.code)).status).toBe(404);
    await room.act(room.host.token, ben.participant.id, { action: "remove" });
    expect((await get(ben.token, file.id)).status).toBe(403);
  });

  it("that is an image is shown in place, with its size and without where it was taken", async () => {
    const { body: file } = await upload(ana.token, "IMG_1.PNG", await makeJpeg());
    expect(file).toMatchObject({
      kind: "image",
      name: "IMG_1.jpg",
      media_type: "image/jpeg",
      width: 200,
      height: 320,
    });
    await send(ana.token, [file.id], "Look!");
    const response = await get(ben.token, file.id);
    expect(response.headers.get("content-disposition")).toMatch(/^inline/);
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 2).toString("hex")).toBe("ffd8");
    expect(bytes.includes("Exif")).toBe(false);
  });

  it.each([
    ["evil.png", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"],
    ["page.html", "<!doctype html><script>alert(1)</script>"],
  ])("that could run something is saved, never shown: %s (UPL)", async (name, text) => {
    const { body: file } = await upload(ana.token, name, text);
    expect(file.kind).toBe("file");
    const response = await get(ana.token, file.id);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it.each([
    ["run.exe", Buffer.from("4d5a90000300000004000000ffff0000", "hex"), "unsupported_type"],
    ["archive.zip", Buffer.from("504b0506000000000000000000000000000000000000", "hex"), "unsupported_type"],
    ["broken.png", Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(40)]), "invalid"],
    ["empty.txt", Buffer.alloc(0), "invalid"],
  ])("is refused by its content: %s (UPL)", async (name, bytes, code) => {
    expect((await upload(ana.token, name, bytes)).body.error.code).toBe(code);
    expect(await objects()).toEqual([]);
  });

  it("cannot name a path, and is at most 15 MB", async () => {
    const { body } = await upload(ana.token, "../../etc/pass\u202ewd\n.txt", "x");
    expect(body.name).toBe("passwd.txt");
    expect((await upload(ana.token, "big.txt", new Uint8Array(15_000_001))).status).toBe(413);
    expect((await upload(ana.token, "bomb.png", await makeBomb())).body.error.code).toBe("invalid");
  });

  it("is sent once, by the person who uploaded it, with or without text, and never alone without either", async () => {
    const { body: file } = await upload(ana.token, "a.txt", "a");
    expect((await send(ben.token, [file.id])).status).toBe(404);
    expect((await send(ana.token, ["rat_00000000000000000000000000"])).status).toBe(404);
    expect((await send(ana.token, [], "  ")).status).toBe(400);
    expect((await send(ana.token, [file.id])).status).toBe(201);
    expect((await send(ana.token, [file.id], "again")).status).toBe(404);
  });

  it("is gone when its message is deleted, and counts as storage until then", async () => {
    const stored = async () =>
      (await getQuotas(tenant.ctx)).find(({ name }) => name === "storageBytes")?.used ?? 0;
    const before = await stored();
    const { body: file } = await upload(ana.token, "a.txt", "12345");
    expect(await stored()).toBe(before + 5);
    const { body: message } = await send(ana.token, [file.id]);
    expect(await objects()).toHaveLength(1);
    await room.remove(ana.token, message.id);
    expect((await get(ana.token, file.id)).status).toBe(404);
    expect((await room.list(ben.token)).body.messages[0]?.files).toEqual([]);
    await purgeUnusedFiles(sealOperator());
    expect(await objects()).toEqual([]);
    expect(await stored()).toBe(before);
  });

  it("that was never sent is deleted after a day, and the room's files with the room", async () => {
    const { body: unsent } = await upload(ana.token, "a.txt", "a");
    const { body: sent } = await upload(ana.token, "b.txt", "b");
    await send(ana.token, [sent.id]);
    await purgeUnusedFiles(sealOperator());
    expect(await objects()).toHaveLength(2);
    await asOwner("update platform.room_files set created_at = now() - interval '25 hours'");
    await purgeUnusedFiles(sealOperator());
    expect((await get(ana.token, unsent.id)).status).toBe(404);
    expect(await objects()).toHaveLength(1);
    await room.call("DELETE", "", { token: room.host.token });
    expect(await objects()).toEqual([]);
  });

  it("is refused from someone who may not post", async () => {
    await room.act(room.host.token, ana.participant.id, { action: "mute", minutes: 5 });
    expect((await upload(ana.token, "a.txt", "a")).status).toBe(403);
    expect((await upload("nobody", "a.txt", "a")).status).toBe(401);
  });
});

describe("an archive of the room", () => {
  const download = async (token: string) =>
    callRoute("[code]/export", "GET", { code: room.code }, { token }, "?format=zip");

  it("has the messages in both formats and every file, under safe names, and names those that are missing", async () => {
    const shared: WireFile[] = [];
    for (const [name, content] of [
      ["notes.md", "# Notes"],
      ["Notes.MD", "# Others"],
      ["..notes.md", "# Third"],
      ["con.txt", "gone"],
    ] as const)
      shared.push((await upload(ana.token, name, content)).body);
    const photo = (await upload(ben.token, "gate.jpg", await makeJpeg())).body;
    await send(
      ana.token,
      shared.map(({ id }) => id),
      "Here they are",
    );
    await send(ben.token, [photo.id]);
    const unsent = (await upload(ana.token, "draft.md", "unsent draft")).body;
    const withdrawn = (await upload(ana.token, "secret.md", "secret text")).body;
    const { body: gone } = await send(ana.token, [withdrawn.id], "oops");
    await room.remove(ana.token, gone.id);
    const lost = (await objects()).find((key) => key.endsWith(shared[3]?.id ?? "none"));
    await objectStore().delete(lost ?? "");

    const response = await download(room.host.token);
    expect(response.headers.get("content-type")).toBe("application/zip");
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="room-${room.code}.zip"`);
    const bytes = Buffer.from(await response.arrayBuffer());
    const files = await readZip(bytes);
    const names = ["files/notes.md", "files/Notes (2).MD", "files/notes (3).md", "files/gate.jpg"];
    const texts = [`room-${room.code}.md`, `room-${room.code}.jsonl`, "missing-files.txt"];
    expect([...files.keys()]).toEqual([...names, ...texts]);
    expect(names.slice(0, 3).map((name) => files.get(name)?.toString())).toEqual([
      "# Notes",
      "# Others",
      "# Third",
    ]);
    expect(files.get("files/gate.jpg")).toHaveLength(photo.size);
    const [markdown = "", lines = "", missing] = texts.map((name) => files.get(name)?.toString());
    expect(markdown).toContain("[notes.md](<files/notes.md>)");
    expect(markdown).toContain("con.txt (no longer stored)");
    expect(missing).toContain("con.txt");
    const rows = lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as { files?: { path: string | null }[] });
    const paths = rows.flatMap((row) => row.files ?? []).map(({ path }) => path);
    expect(paths).toEqual([...names.slice(0, 3), null, names[3]]);
    for (const hidden of ["unsent draft", unsent.id, "secret"]) expect(bytes.includes(hidden)).toBe(false);
  });

  it("is for the host, and ends when the host hands the room over meanwhile", async () => {
    expect((await download(ana.token)).status).toBe(403);
    expect((await download("nobody")).status).toBe(401);
    const other = await makeRoom();
    expect((await download(other.room.host.token)).status).toBe(401);
    const file = (await upload(ana.token, "notes.md", randomBytes(700_000).toString("hex"))).body;
    const again = (await upload(ana.token, "more.md", randomBytes(700_000).toString("hex"))).body;
    await send(ana.token, [file.id, again.id]);
    const response = await download(room.host.token);
    // However long it takes: the second file waits until the first has been read.
    for (let turn = 0; turn < 20; turn += 1) await download("nobody");
    await room.act(room.host.token, ana.participant.id, { action: "hand_over" });
    let read = 0;
    const reader = response.body?.getReader();
    const reading = async () => {
      for (;;) {
        const next = await reader?.read();
        if (!next || next.done) return;
        read += next.value.length;
      }
    };
    await expect(reading()).rejects.toThrow();
    expect(read, "the second file is not sent").toBeLessThan(1_000_000);
  });
});
