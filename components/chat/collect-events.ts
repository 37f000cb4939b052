import type { BrowserEvents, BrowserEventType } from "#lib/analytics/schema.ts";

/** Events wait this long, so that they do not compete with the question. */
const WAIT_MS = 2_000;
/** More than this in one moment is not a person. */
const MOST = 20;

type Event = BrowserEvents[number];

/** 32 hexadecimal digits. `crypto.randomUUID` is missing over plain HTTP, as in a local network. */
function newEventId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/**
 * Collects events for a moment and sends them together, also when the page is left. Those that cannot be sent
 * are dropped.
 */
export function collectEvents(send: (events: Event[]) => Promise<void>) {
  let waiting: Event[] = [];
  const flush = () => {
    const events = waiting;
    waiting = [];
    window.removeEventListener("pagehide", flush);
    if (events.length > 0) send(events).catch(() => undefined);
  };
  return (type: BrowserEventType, data: Event["data"]): void => {
    if (waiting.length >= MOST) return;
    if (waiting.length === 0) {
      window.addEventListener("pagehide", flush);
      setTimeout(flush, WAIT_MS);
    }
    waiting.push({ id: newEventId(), type, data });
  };
}
