import ipaddr from "ipaddr.js";
import { env } from "#lib/core/env.ts";
import { hasOwnServer } from "#lib/core/server-mode.ts";

/** Our own server sets it from the socket and overwrites what a client sends. */
export const PEER_HEADER = "x-parley-peer";

type Front = { hops: number; hasOwnServer: boolean };

/**
 * The client's address: in the chain of forwarded addresses, ended by the socket's peer, the one `hops`
 * trusted proxies from the right. IPv6 addresses are cut to their /64; IPv4-mapped ones become IPv4.
 * Addresses that cannot be trusted become "unknown" and share one rate limit.
 */
export function clientAddress(headers: Headers, { hops, hasOwnServer: isOwn }: Front): string {
  const forwarded = (headers.get("x-forwarded-for") ?? "").slice(-2_000).split(",");
  const chain = forwarded.map((entry) => entry.trim()).filter(Boolean);
  if (isOwn) chain.push(headers.get(PEER_HEADER) ?? "");
  const index = chain.length - (isOwn ? 1 : 0) - hops;
  if (!isOwn && hops === 0) return "unknown";
  return normalizeAddress(chain[index] ?? "");
}

/** `clientAddress` with the settings of this process. */
export function clientAddressOf(headers: Headers): string {
  return clientAddress(headers, { hops: env().TRUSTED_PROXY_HOPS, hasOwnServer: hasOwnServer() });
}

/** Whether the socket's peer is this machine. False under another server, which hides the socket. */
export function isFromThisMachine(headers: Headers): boolean {
  const peer = headers.get(PEER_HEADER) ?? "";
  if (!hasOwnServer() || !ipaddr.isValid(peer)) return false;
  return ipaddr.process(peer).range() === "loopback";
}

function normalizeAddress(text: string): string {
  const bare = text.replace(/^\[(.*)\](?::\d+)?$/, "$1").replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, "$1");
  if (!ipaddr.isValid(bare)) return "unknown";
  const address = ipaddr.process(bare);
  if (address.kind() === "ipv4") return address.toString();
  const network = (address as ipaddr.IPv6).parts.slice(0, 4).map((part) => part.toString(16));
  return `${network.join(":")}::/64`;
}
