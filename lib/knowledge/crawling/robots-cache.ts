import { isOverloaded, type PoliteFetch } from "./polite-fetch.ts";
import { type Robots, readRobots } from "./robots.ts";

/** `closed`: robots.txt could not be read, so nothing is allowed. A sentence. */
export type HostRobots = Robots | { closed: string };

const MAX_BYTES = 5_000_000;

/**
 * Fetches each host's robots.txt once, before any other request (RFC 9309, 2.3). If it does not exist (4xx),
 * everything is allowed; if its server fails or is unreachable, nothing is.
 * @param count receives the number of bytes read
 */
export function robotsCache(
  polite: PoliteFetch,
  product: string,
  count: (bytes: number) => void,
): (address: string) => Promise<HostRobots> {
  const cache = new Map<string, HostRobots>();

  async function fetchRobots(origin: string): Promise<HostRobots> {
    const answer = await polite.get(`${origin}/robots.txt`, { maxBytes: MAX_BYTES });
    if (answer.isRefused) {
      count(answer.received);
      return { closed: `The site's robots.txt could not be read. ${answer.reason}` };
    }
    const { status, body } = answer.response;
    count(body.length);
    if (isOverloaded(status))
      return { closed: `The site's robots.txt is temporarily unavailable (${status}).` };
    const text = status >= 200 && status < 300 ? new TextDecoder().decode(body) : "";
    const robots = readRobots(text, product);
    polite.slowDown(new URL(origin).host, robots.delayMs);
    return robots;
  }

  return async (address) => {
    const { origin } = new URL(address);
    const robots = cache.get(origin) ?? (await fetchRobots(origin));
    cache.set(origin, robots);
    return robots;
  };
}
