import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { fetchPublic } from "#lib/core/outbound.ts";
import { isPublicAddress } from "#lib/core/public-address.ts";
import { dnsResolver } from "#lib/core/resolve-host.ts";
import { openDnsServer } from "#lib/core/testing/dns-server.ts";

const [OPEN, HERE] = ["127.0.0.2", "127.0.0.1"];

/**
 * A test site at 127.0.0.2, which stands for the public internet; listeners on the same port of 127.0.0.1 and
 * ::1, which must never be reached; a name server that resolves to either; and the real guarded fetch.
 */
export async function openGuardedLab(reply: RequestListener) {
  let privateConnections = 0;
  const requested: string[] = [];
  const inner = () =>
    createTcpServer((socket) => {
      privateConnections += 1;
      socket
        .on("error", () => {})
        .end("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\nsecret");
    });
  const four = inner();
  await once(four.listen(0, HERE), "listening");
  const { port } = four.address() as AddressInfo;
  const six = inner();
  await once(six.listen(port, "::1"), "listening");
  const site = createServer((request, response) => {
    requested.push(`${request.headers.host?.split(":")[0]}${request.url}`);
    reply(request, response);
  });
  await once(site.listen(port, OPEN), "listening");
  const dns = await openDnsServer({
    "site.example": { a: [OPEN] },
    "rebinding.example": (times) => ({ a: [times < 2 ? OPEN : HERE] }),
    "private.example": { a: [HERE] },
    "private-six.example": { aaaa: ["::1"] },
    "mixed.example": { a: [OPEN, HERE] },
    "mapped.example": { aaaa: ["::ffff:127.0.0.1"] },
    "alias.example": { cname: "private.example" },
  });
  /** @param maxMs caps the timeout of every request */
  const within =
    (maxMs: number): typeof fetchPublic =>
    (address, options) =>
      fetchPublic(address, {
        ...options,
        timeoutMs: Math.min(options.timeoutMs, maxMs),
        allowPorts: [port],
        resolve: dnsResolver([dns.address], 30_000),
        isPublic: (one) => one === OPEN || isPublicAddress(one),
      });
  return {
    port,
    /** `host/path` */
    requested,
    within,
    fetchPage: within(60_000),
    privateConnections: () => privateConnections,
    at: (path: string, host = "site.example") => `http://${host}:${port}${path}`,
    close() {
      site.closeAllConnections();
      for (const server of [four, six, site]) server.close();
      dns.close();
    },
  };
}

/** Hosts that resolve to internal addresses, in various notations and DNS answers. */
export const privateHosts = [
  ...[
    "127.0.0.1",
    "127.1",
    "0",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
  ],
  ...[
    "[::ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001::1]",
    "[fec0::1]",
  ],
  ...[
    "[fd00:ec2::254]",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.1",
    "198.18.0.1",
    "240.0.0.1",
    "localhost",
  ],
  ...["localhost.", "LOCALHOST", "１２７.０.０.１", "%3127.0.0.1"],
  ...["private.example", "private-six.example", "mixed.example", "mapped.example", "alias.example"],
];
