import { isIP } from "node:net";
import { domainToUnicode } from "node:url";
import ipaddr from "ipaddr.js";
import { ParleyError } from "./errors.ts";

/** Names of this machine, its network or its cloud, regardless of DNS (RFC 6761, 6762, 8375, 9476). */
const privateZones = ["localhost", "local", "internal", "intranet", "lan", "home.arpa", "onion", "alt"];

/** In a public range, but answered by the host machine: Azure's WireServer. */
const hostServices = new Set(["168.63.129.16"]);

/** NAT64's well-known prefix (RFC 6052): the last 32 bits are the target's IPv4 address. */
const nat64 = ipaddr.parseCIDR("64:ff9b::/96") as [ipaddr.IPv6, number];
const globalUnicast = ipaddr.parseCIDR("2000::/3") as [ipaddr.IPv6, number];

/**
 * Whether a canonical IP address is public and unicast. Translated forms are checked by the IPv4 address they
 * contain. Tunnels (6to4, Teredo) and local NAT64 may lead inside, so they are never public.
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes("%")) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) {
    return parsed.range() === "unicast" && !hostServices.has(parsed.toString());
  }
  const ipv6 = parsed as ipaddr.IPv6;
  if (ipv6.isIPv4MappedAddress()) return isPublicAddress(ipv6.toIPv4Address().toString());
  if (ipv6.match(nat64)) return isPublicAddress(ipv6.toByteArray().slice(12).join("."));
  return ipv6.match(globalUnicast) && ipv6.range() === "unicast";
}

/** Every refusal has the same text, so it does not reveal which private names exist. */
export function notPublic(): ParleyError {
  return new ParleyError("invalid", "The URL is not on the public internet.");
}

/**
 * Parses an address and applies all checks that do not need DNS. The resulting host is a name, or an IP
 * address that `isPublic` accepts.
 * @throws ParleyError `invalid`
 */
export function parsePublicUrl(
  value: string,
  base: URL | undefined,
  ports: readonly number[],
  isPublic: (address: string) => boolean,
): URL {
  const url = value.length <= 8192 ? URL.parse(value, base) : null;
  if (url === null) throw new ParleyError("invalid", "This is not a valid URL.");
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ParleyError("invalid", "The URL must start with http:// or https://.");
  }
  if (url.username !== "" || url.password !== "") {
    throw new ParleyError("invalid", "The URL must not contain a username or password.");
  }
  const port = url.port === "" ? (url.protocol === "https:" ? 443 : 80) : Number(url.port);
  if (!ports.includes(port)) throw new ParleyError("invalid", "The port of this URL is not allowed.");

  const literal = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (isIP(literal) !== 0 ? !isPublic(literal) : !isPublicName(url.hostname)) throw notPublic();
  url.hash = "";
  return url;
}

/** Whether a host name can be one on the public internet, as far as it shows without DNS. */
export function isPublicName(hostname: string): boolean {
  const decoded = domainToUnicode(hostname).normalize("NFKC").toLowerCase();
  // Punycode that does not decode is not a valid name. Otherwise both forms are checked.
  if (/(^|\.)xn--/.test(decoded)) return false;
  return [hostname, decoded].every((name) => {
    const labels = name.split(".");
    return (
      labels.length >= 2 &&
      name.length <= 253 &&
      labels.every((label) => label.length >= 1 && label.length <= 63) &&
      !privateZones.some((zone) => name === zone || name.endsWith(`.${zone}`))
    );
  });
}
