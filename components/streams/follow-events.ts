import { readEventStream } from "./read-event-stream.ts";
import { waitForNetwork } from "./watch-connection.ts";

const FIRST_WAIT_MS = 1_000;
const MAX_WAIT_MS = 30_000;
/** A page hidden for longer needs no events: it reads the state when it is shown again. */
const HIDDEN_MS = 60_000;
/** The server sends its first bytes at once. */
const ANSWER_MS = 10_000;
const TICK_MS = 10_000;
/** A tick this late means that the device was asleep, so that the connection may be dead. */
const SLEPT_MS = 3 * TICK_MS;

type Options = {
  /** Asked at each connection, since it may say where to resume. */
  url: () => string;
  onEvent: (data: string) => void;
  /** Called when the stream is interrupted and when it is connected; not while the page is hidden. */
  onConnection?: (isConnected: boolean) => void;
};

/**
 * Follows a stream of events through interruptions, sleep and changes of the network. Closes it once the page
 * has been hidden for a minute and opens it when the page is shown. Gives up where the server refuses, as
 * after signing out. @returns the function that ends it
 */
export function followEvents(options: Options): () => void {
  const end = new AbortController();
  const { signal } = end;
  let connection = new AbortController();
  const drop = () => connection.abort();
  let hiddenTimer: ReturnType<typeof setTimeout> | undefined;
  let isResting = false;
  const onVisibility = () => {
    clearTimeout(hiddenTimer);
    isResting = false;
    if (!document.hidden) return;
    hiddenTimer = setTimeout(() => {
      isResting = true;
      drop();
    }, HIDDEN_MS);
  };
  let tickedAt = Date.now();
  const ticks = setInterval(() => {
    const late = Date.now() - tickedAt;
    tickedAt = Date.now();
    if (late > SLEPT_MS) drop();
  }, TICK_MS);
  onVisibility();
  document.addEventListener("visibilitychange", onVisibility, { signal });
  addEventListener("online", drop, { signal });
  signal.addEventListener("abort", () => {
    drop();
    clearInterval(ticks);
    clearTimeout(hiddenTimer);
  });

  const run = async () => {
    let wait = FIRST_WAIT_MS;
    while (!signal.aborted) {
      connection = new AbortController();
      const outcome = await readOnce(options, connection);
      if (signal.aborted) return;
      if (outcome === "refused") {
        options.onConnection?.(false);
        return end.abort();
      }
      if (outcome === "read") wait = FIRST_WAIT_MS;
      if (isResting) await waitUntilShown(signal);
      else {
        options.onConnection?.(false);
        await waitForNetwork(wait, signal);
        wait = Math.min(wait * 2, MAX_WAIT_MS);
      }
    }
  };
  void run();
  return () => end.abort();
}

type Outcome = "read" | "lost" | "refused";

/** Reads one connection. `read`: it delivered something before it ended. */
async function readOnce(
  { url, onEvent, onConnection }: Options,
  connection: AbortController,
): Promise<Outcome> {
  let outcome: Outcome = "lost";
  const patience = setTimeout(() => connection.abort(), ANSWER_MS);
  try {
    const response = await fetch(url(), { cache: "no-store", signal: connection.signal });
    clearTimeout(patience);
    const { ok, status, body } = response;
    if (!ok || !body) return [401, 403, 404].includes(status) ? "refused" : "lost";
    onConnection?.(true);
    for await (const { data } of readEventStream(body)) {
      outcome = "read";
      if (connection.signal.aborted) break;
      if (data !== "[DONE]") onEvent(data);
    }
  } catch {
    // The network failed or the connection was dropped.
  } finally {
    clearTimeout(patience);
  }
  return outcome;
}

function waitUntilShown(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener("visibilitychange", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    document.addEventListener("visibilitychange", done);
    signal.addEventListener("abort", done);
    done();
  });
}
