import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, expect, test } from "vitest";
import { fetchPublic } from "./outbound.ts";
import { dnsResolver } from "./resolve-host.ts";

type Zone = Record<string, { a?: number[][]; aaaa?: number[][]; code?: number }>;
const zone: Zone = {
  "mixed.example": { a: [[93, 184, 215, 14]], aaaa: [[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]] },
  "private.example": { a: [[127, 0, 0, 1]] },
  "broken.example": { code: 2 },
};

/** As little of RFC 1035 as an answer needs. */
const server = createSocket("udp4", (query, peer) => {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  const type = query.readUInt16BE(at + 1);
  const entry = zone[labels.join(".")];
  const records = (type === 1 ? entry?.a : type === 28 ? entry?.aaaa : undefined) ?? [];
  const head = Buffer.from(query.subarray(0, at + 5));
  head.writeUInt16BE(0x8180 | (entry === undefined ? 3 : (entry.code ?? 0)), 2);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt32BE(0, 8);
  const answers = records.map((data) => {
    const record = Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length]);
    return Buffer.concat([record, Buffer.from(data)]);
  });
  server.send(Buffer.concat([head, ...answers]), peer.port, peer.address);
});
server.bind(0, "127.0.0.1");
await once(server, "listening");
afterAll(() => server.close());
const resolve = dnsResolver([`127.0.0.1:${(server.address() as AddressInfo).port}`]);

test("both families are answered together", async () => {
  expect(await resolve("mixed.example")).toEqual(["93.184.215.14", "::1"]);
  expect(await resolve("private.example")).toEqual(["127.0.0.1"]);
});

test("a missing name has no address, a failing server is an error", async () => {
  expect(await resolve("missing.example")).toEqual([]);
  await expect(resolve("broken.example")).rejects.toMatchObject({ code: "ESERVFAIL" });
});

test("SSR-03 through a real name server: private and mixed answers are refused", async () => {
  for (const host of ["private.example", "mixed.example", "missing.example"]) {
    const answer = fetchPublic(`http://${host}/`, { maxBytes: 10, timeoutMs: 2_000, resolve });
    await expect(answer).rejects.toMatchObject({ code: "invalid" });
  }
  const broken = fetchPublic("http://broken.example/", { maxBytes: 10, timeoutMs: 5_000, resolve });
  await expect(broken).rejects.toMatchObject({ code: "unavailable" });
});
