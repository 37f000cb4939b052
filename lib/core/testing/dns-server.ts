import { createSocket } from "node:dgram";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import dnsPacket, { type Answer } from "dns-packet";

/** The records of a name: addresses of both families, or another name with or without its addresses. */
export type Zone = Record<string, Entry | ((asked: number) => Entry)>;
type Entry = { a?: string[]; aaaa?: string[]; cname?: string; rcode?: "SERVFAIL" } | "silent";

/** A name server on loopback (RFC 1035). An entry may depend on how many A queries its name had before. */
export async function openDnsServer(zone: Zone) {
  const asked: string[] = [];
  const server = createSocket("udp4", (message, peer) => {
    const query = dnsPacket.decode(message);
    const [question] = query.questions ?? [];
    if (!question) return;
    const before = asked.filter((one) => one === `${question.name} ${question.type}`).length;
    asked.push(`${question.name} ${question.type}`);
    const found = zone[question.name];
    const entry = typeof found === "function" ? found(before) : found;
    if (entry === "silent") return;
    const missing = entry === undefined ? 3 : 0;
    const packet = dnsPacket.encode({
      type: "response",
      id: query.id ?? 0,
      flags: dnsPacket.RECURSION_DESIRED | dnsPacket.RECURSION_AVAILABLE | (entry?.rcode ? 2 : missing),
      questions: [question],
      answers: entry ? answersTo(question.name, question.type, entry, zone) : [],
    });
    server.send(packet, peer.port, peer.address);
  });
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** `name type`, in order. */
    asked,
    close: () => server.close(),
  };
}

function answersTo(name: string, type: string, entry: Exclude<Entry, "silent">, zone: Zone): Answer[] {
  const data = (type === "A" ? entry.a : type === "AAAA" ? entry.aaaa : undefined) ?? [];
  const own = data.map((one): Answer => ({ type: type as "A" | "AAAA", name, ttl: 0, data: one }));
  if (!entry.cname) return own;
  const target = zone[entry.cname];
  const further = typeof target === "object" ? answersTo(entry.cname, type, target, zone) : [];
  return [{ type: "CNAME", name, ttl: 0, data: entry.cname }, ...further, ...own];
}
