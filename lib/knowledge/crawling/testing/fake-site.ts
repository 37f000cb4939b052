import { ParleyError } from "#lib/core/errors.ts";
import type { fetchPublic, PublicRequest } from "#lib/core/outbound.ts";
import type { CrawlEvent, CrawlInput } from "../crawl.ts";
import { crawlSite } from "../crawl-site.ts";

type FakeAnswer = {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** Thrown by the guarded fetch instead. */
  error?: ParleyError;
};
type Answers = Record<string, FakeAnswer | string | ((times: number, request: PublicRequest) => FakeAnswer)>;

export const HOST = "https://a.example";

/**
 * A site without network or clock: paths (or full addresses) and their responses. Every response takes 10 ms.
 */
export function fakeSite(answers: Answers) {
  const requested: string[] = [];
  let time = 1_000_000;
  const fetchPage: typeof fetchPublic = async (address, request) => {
    const name = address.replace(HOST, "");
    const times = requested.filter((one) => one === name).length;
    requested.push(name);
    time += 10;
    const found = answers[name] ?? { status: 404 };
    const answer = typeof found === "function" ? found(times, request) : found;
    const {
      status = 200,
      headers = {},
      body = "",
      error,
    } = typeof answer === "string" ? { body: answer } : answer;
    if (error) throw error;
    const bytes = Buffer.from(body);
    if (bytes.length > request.maxBytes)
      throw new ParleyError("too_large", "Large.", { received: request.maxBytes });
    const all = new Headers({ "content-type": "text/html", ...headers });
    return { status, url: address, headers: all, body: bytes, redirects: [] };
  };
  async function crawl(given: Partial<CrawlInput> = {}): Promise<CrawlEvent[]> {
    const events: CrawlEvent[] = [];
    const clock = {
      now: () => time,
      sleep: async (ms: number) => {
        time += ms;
      },
    };
    for await (const event of crawlSite({ start: `${HOST}/`, kind: "site", fetchPage, ...clock, ...given })) {
      events.push(event);
    }
    return events;
  }
  return { requested, crawl, fetchPage };
}

/** One event per line: `page /a`, `skipped /b robots`. */
export function lines(events: CrawlEvent[]): string[] {
  return events.map((event) => {
    const name = "url" in event ? event.url.replace(HOST, "") : "";
    switch (event.type) {
      case "skipped":
        return `skipped ${name} ${event.code}${event.isWithdrawn ? "" : " kept"}`;
      case "failed":
        return `failed ${name}${event.retryable ? " retryable" : ""}`;
      case "gone":
        return `gone ${name} ${event.status}`;
      case "end":
        return `end ${event.complete ? "complete" : event.reason}`;
      default:
        return `${event.type} ${name}`;
    }
  });
}

let pages = 0;
/** A unique page with these links. */
export function page(links: string[] = [], head = ""): string {
  pages += 1;
  const text = `Page ${pages} has a text of its own. `.repeat(30);
  return `<title>${pages}</title>${head}<p>${text}</p>${links.map((link) => `<a href="${link}">x</a>`).join("")}`;
}
