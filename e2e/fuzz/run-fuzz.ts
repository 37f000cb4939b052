import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { seededRandom } from "#e2e/faults/random.ts";
import { faultsOf } from "./judge-answer.ts";
import { type FuzzCredentials, requestMaker } from "./make-request.ts";
import { sendBytes } from "./send-bytes.ts";

const AT_ONCE = 8;
/** Sent before memory is first measured, so that one-time loading does not count. */
const WARM_UP = 400;
const SETTLE_WITHIN_MS = 90_000;
const GROWTH = 1.2;

type Target = { port: number; pid: number; credentials: FuzzCredentials };

export type FuzzReport = {
  seed: number;
  requests: number;
  /** Number of responses per status class. */
  statuses: Record<string, number>;
  /** Each fault with its count and one request that causes it. */
  faults: { fault: string; times: number; example: string }[];
  megabytes: { before: number; peak: number; after: number };
};

/** Sends `count` odd requests over all routes, methods, headers, cookies and pages. */
export async function runFuzz(
  { port, pid, credentials }: Target,
  count: number,
  seed: number,
): Promise<FuzzReport> {
  const make = requestMaker(seededRandom(seed), credentials);
  const statuses: Record<string, number> = {};
  const faults = new Map<string, { times: number; example: string }>();
  let peak = 0;
  const send = async (requests: number) => {
    let left = requests;
    const worker = async () => {
      while (left > 0) {
        left -= 1;
        const { bytes, what } = make();
        const answer = await sendBytes(port, bytes);
        const kind = answer.status === 0 ? "none" : `${Math.floor(answer.status / 100)}xx`;
        statuses[kind] = (statuses[kind] ?? 0) + 1;
        for (const fault of faultsOf(answer)) {
          const { times, example } = faults.get(fault) ?? { times: 0, example: what };
          faults.set(fault, { times: times + 1, example });
        }
        if (left % 200 === 0) peak = Math.max(peak, residentMegabytes(pid));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };
  await send(Math.min(WARM_UP, count));
  const before = residentMegabytes(pid);
  await send(count - Math.min(WARM_UP, count));
  const after = await settled(pid, before * GROWTH);
  return {
    seed,
    requests: count,
    statuses,
    faults: [...faults].map(([fault, seen]) => ({ fault, ...seen })),
    megabytes: { before, peak, after },
  };
}

/** Memory once it is below `limit`, or when the wait ends. */
async function settled(pid: number, limit: number): Promise<number> {
  const until = Date.now() + SETTLE_WITHIN_MS;
  while (residentMegabytes(pid) > limit && Date.now() < until) await sleep(1_000);
  return residentMegabytes(pid);
}

function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Math.round(Number(kilobytes) / 1_024);
}
