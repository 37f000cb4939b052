import { afterAll, expect, test } from "vitest";
import { fetchPublic } from "./outbound.ts";
import { dnsResolver } from "./resolve-host.ts";
import { openDnsServer } from "./testing/dns-server.ts";

const server = await openDnsServer({
  "mixed.example": { a: ["93.184.215.14"], aaaa: ["::1"] },
  "private.example": { a: ["127.0.0.1"] },
  "broken.example": { rcode: "SERVFAIL" },
});
afterAll(() => server.close());
const resolve = dnsResolver([server.address], 30_000);

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
    const answer = fetchPublic(`http://${host}/`, { maxBytes: 10, timeoutMs: 60_000, resolve });
    await expect(answer).rejects.toMatchObject({ code: "invalid" });
  }
  const broken = fetchPublic("http://broken.example/", { maxBytes: 10, timeoutMs: 60_000, resolve });
  await expect(broken).rejects.toMatchObject({ code: "unavailable" });
});
