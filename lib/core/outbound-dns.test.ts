import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { fetchPublic, type PublicRequest } from "./outbound.ts";
import { isPublicAddress } from "./public-address.ts";
import { dnsResolver } from "./resolve-host.ts";
import { openDnsServer } from "./testing/dns-server.ts";

/**
 * The server that must not be reached: the same port at 127.0.0.1 and ::1. In these tests 127.0.0.2 is the
 * internet.
 */
let privateConnections = 0;
const inner = () =>
  createTcpServer((socket) => {
    privateConnections += 1;
    socket.on("error", () => {}).end("HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret");
  });
const four = inner();
await once(four.listen(0, "127.0.0.1"), "listening");
const { port } = four.address() as AddressInfo;
const six = inner();
await once(six.listen(port, "::1"), "listening");
let siteRequests: string[] = [];
const site = createServer((request, response) => {
  siteRequests.push(`${request.headers.host?.split(":")[0]}${request.url}`);
  const target = /^\/to\/(\d+)\/(.*)$/.exec(request.url ?? "");
  if (!target) response.end("public");
  else {
    const location = decodeURIComponent(target[2] ?? "");
    response.writeHead(Number(target[1]), { location, connection: "close" }).end();
  }
});
await once(site.listen(port, "127.0.0.2"), "listening");

const [open, here] = ["127.0.0.2", "127.0.0.1"];
const dns = await openDnsServer({
  "site.example": { a: [open] },
  "rebinding.example": (asked) => ({ a: [asked === 0 ? open : here] }),
  "private.example": { a: [here] },
  "private-six.example": { aaaa: ["::1"] },
  "metadata.example": { a: ["169.254.169.254"] },
  "mixed.example": { a: [open, here] },
  "mixed-first.example": { a: [here, open] },
  "mixed-families.example": { a: [open], aaaa: ["::1"] },
  "mapped.example": { aaaa: ["::ffff:127.0.0.1"] },
  "mapped-hexadecimal.example": { aaaa: ["::ffff:7f00:1"] },
  "compatible.example": { aaaa: ["::7f00:1"] },
  "nat64.example": { aaaa: ["64:ff9b::7f00:1"] },
  "nat64-local.example": { aaaa: ["64:ff9b:1::7f00:1"] },
  "6to4.example": { aaaa: ["2002:7f00:1::"] },
  "teredo.example": { aaaa: ["2001::1"] },
  "unique-local.example": { aaaa: ["fd00:ec2::254"] },
  "zero.example": { a: ["0.0.0.0"] },
  "alias.example": { cname: "private.example" },
  "alias-of-alias.example": { cname: "alias.example" },
  "alias-to-localhost.example": { cname: "localhost", a: [here] },
  "alias-alone.example": { cname: "nowhere.example" },
  "alias-mixed.example": { cname: "mixed.example" },
  "broken.example": { rcode: "SERVFAIL" },
  "silent.example": "silent",
});
afterAll(() => {
  for (const server of [four, six, site]) server.close();
  site.closeAllConnections();
  dns.close();
});
beforeEach(() => {
  privateConnections = 0;
  siteRequests = [];
  dns.asked.length = 0;
});

const lab: PublicRequest = {
  maxBytes: 1_000,
  timeoutMs: 60_000,
  allowPorts: [port],
  resolve: dnsResolver([dns.address], 30_000),
  isPublic: (address) => address === open || isPublicAddress(address),
};
const at = (host: string, path = "/") => `http://${host}:${port}${path}`;
async function codeOf(url: string, options = lab): Promise<string> {
  const code = await fetchPublic(url, options).then(
    ({ body }) => `answered ${body}`,
    (error) => error.code,
  );
  expect(privateConnections).toBe(0);
  return code;
}

test("control: both listeners are reachable by name and would be counted", async () => {
  const anything = { ...lab, isPublic: () => true };
  for (const host of ["private.example", "private-six.example", "alias.example", "mapped.example"]) {
    expect((await fetchPublic(at(host), anything)).body.toString()).toBe("secret");
  }
  expect(privateConnections).toBe(4);
  expect((await fetchPublic(at("site.example"), lab)).body.toString()).toBe("public");
});

describe("SSR-03 through a real name server", () => {
  test.each([
    "private.example",
    "private-six.example",
    "metadata.example",
    "mixed.example",
    "mixed-first.example",
    "mixed-families.example",
    "mapped.example",
    "mapped-hexadecimal.example",
    "compatible.example",
    "nat64.example",
    "nat64-local.example",
    "6to4.example",
    "teredo.example",
    "unique-local.example",
    "zero.example",
    "alias.example",
    "alias-of-alias.example",
    "alias-to-localhost.example",
    "alias-alone.example",
    "alias-mixed.example",
    "missing.example",
  ])("%s is refused, nothing is connected to", async (host) => {
    expect(await codeOf(at(host))).toBe("invalid");
    expect(siteRequests).toEqual([]);
  });

  test("rebinding: connects to the address that was checked, and checks the next request again", async () => {
    expect(await codeOf(at("rebinding.example"))).toBe("answered public");
    expect(dns.asked.filter((one) => one === "rebinding.example A")).toHaveLength(1);
    expect(await codeOf(at("rebinding.example"))).toBe("invalid");
    expect(siteRequests).toEqual(["rebinding.example/"]);
  });

  test("rebinding between a request and its redirect to itself", async () => {
    const path = `/to/302/${encodeURIComponent("/next")}`;
    expect(await codeOf(at("rebinding.example", path))).toBe("invalid");
    expect(siteRequests).toEqual([`rebinding.example${path}`]);
  });

  test("a name server that fails is worth a retry, one that is silent ends with the time", async () => {
    expect(await codeOf(at("broken.example"))).toBe("unavailable");
    expect(await codeOf(at("silent.example"), { ...lab, timeoutMs: 300 })).toBe("unavailable");
  });
});

describe("SSR-04 redirects to names, hop by hop", () => {
  const targets = ["private.example", "alias.example", "mixed.example", "mapped.example", "missing.example"];
  const private_ = [
    ...targets.map((host) => at(host)),
    `//127.0.0.1:${port}/`,
    `//[::1]:${port}/`,
    `//0:${port}/`,
  ];
  const to = (status: number, location: string) =>
    at("site.example", `/to/${status}/${encodeURIComponent(location)}`);

  test.each([301, 302, 303, 307, 308])("%i from the first hop and from the third", async (status) => {
    for (const target of private_) {
      expect(await codeOf(to(status, target)), target).toBe("invalid");
      expect(await codeOf(to(302, to(status, to(307, target)))), target).toBe("invalid");
    }
    expect(siteRequests).toHaveLength(private_.length * 4);
  });
});
