import dns from "node:dns/promises";
import ipaddr from "ipaddr.js";
import { env } from "#lib/core/env.ts";
import { isPublicAddress } from "#lib/core/public-address.ts";
import { dnsResolver, type Resolver } from "#lib/core/resolve-host.ts";

/** Where servers of connected models may be: on the internet, also on this machine, or on any network. */
export type ServerReach = "public" | "loopback" | "private";

/** What the operator allows. Without a setting, development also reaches this machine. */
export function serverReach(): ServerReach {
  const { ALLOW_PRIVATE_MODEL_SERVERS: isAllowed, NODE_ENV } = env();
  if (isAllowed) return "private";
  return isAllowed === undefined && NODE_ENV !== "production" ? "loopback" : "public";
}

/** Metadata services of clouds in ranges that are otherwise private (AWS, Google, Alibaba). */
const metadata = new Set(["fd00:ec2::254", "fd20:ce::254", "100.100.100.200"]);
const privateRanges = new Set(["loopback", "private", "uniqueLocal", "carrierGradeNat"]);

/** Whether a canonical address is within reach. Link-local addresses never are: clouds answer there. */
export function isWithinReach(reach: ServerReach, address: string): boolean {
  if (isPublicAddress(address)) return true;
  if (reach === "public" || address.includes("%") || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (metadata.has(parsed.toString())) return false;
  const range = parsed.range();
  return reach === "private" ? privateRanges.has(range) : range === "loopback";
}

/** Names of this machine and its network are not all in DNS, so they are looked up as the system does. */
export function resolverFor(reach: ServerReach): Resolver {
  const query = dnsResolver();
  return async (hostname) => {
    const isHere = hostname === "localhost" || hostname.endsWith(".localhost");
    if (isHere) return reach === "public" ? [] : ["127.0.0.1", "::1"];
    if (reach !== "private") return query(hostname);
    return (await dns.lookup(hostname, { all: true })).map(({ address }) => address);
  };
}
