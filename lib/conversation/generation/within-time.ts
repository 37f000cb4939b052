/** The model sent nothing in time. */
export class Stalled extends Error {}

/**
 * Waits for work. What arrived while this process was busy is in time, so it is read before the work is late.
 * @throws Stalled after `ms`, Error once `signal` aborts
 */
export async function withinTime<T>(ms: number, signal: AbortSignal, work: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const interrupted = new Promise<never>((_, reject) => {
    timer = setTimeout(() => setImmediate(() => reject(new Stalled())), Math.max(0, ms));
    onAbort = () => reject(new Error("aborted"));
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, interrupted]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal.removeEventListener("abort", onAbort);
  }
}
