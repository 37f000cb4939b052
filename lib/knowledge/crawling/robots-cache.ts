import { isOverloaded, type PoliteFetch } from "./polite-fetch.ts";
import { type Robots, readRobots } from "./robots.ts";

/** `closed`: nobody can say what is allowed there, so nothing is. A sentence. */
export type RobotsCache = Robots | { closed: string };

const MAX_BYTES = 5_000_000;

/**
 * The robots.txt of each host, asked for once and before anything else of it (RFC 9309, 2.3): where it does not exist (4xx)
 * everything is allowed, where its server fails or cannot be reached nothing is.
 * @param count is told how many bytes came
 */
export function robotsCache(
  polite: PoliteFetch,
  product: string,
  count: (bytes: number) => void,
): (address: string) => Promise<RobotsCache> {
  const gates = new Map<string, RobotsCache>();

  async function ask(origin: string): Promise<RobotsCache> {
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
    const gate = gates.get(origin) ?? (await ask(origin));
    gates.set(origin, gate);
    return gate;
  };
}
