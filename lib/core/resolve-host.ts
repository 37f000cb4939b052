import { Resolver as DnsResolver } from "node:dns/promises";

/** All IPv4 and IPv6 addresses of a host name; empty if the name does not exist. */
export type Resolver = (hostname: string) => Promise<string[]>;

const absent = new Set(["ENOTFOUND", "ENODATA"]);

/**
 * Queries DNS directly. getaddrinfo would block one of four threads for as long as a slow name server takes,
 * and would read the hosts file.
 * @param timeoutMs for the first of two tries
 */
export function dnsResolver(servers?: string[], timeoutMs = 2_000): Resolver {
  return async (hostname) => {
    const dns = new DnsResolver({ timeout: timeoutMs, tries: 2 });
    if (servers !== undefined) dns.setServers(servers);
    const found = await Promise.allSettled([dns.resolve4(hostname), dns.resolve6(hostname)]);
    const addresses = found.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
    const failed = found.find(
      (one) => one.status === "rejected" && !absent.has((one.reason as NodeJS.ErrnoException).code ?? ""),
    );
    if (addresses.length === 0 && failed?.status === "rejected") throw failed.reason;
    return addresses;
  };
}
