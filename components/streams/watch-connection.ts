/** Resolves early when the browser is back online or the page is visible again. */
export function waitForNetwork(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      document.removeEventListener("visibilitychange", seen);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const seen = () => {
      if (document.visibilityState === "visible") done();
    };
    const timer = setTimeout(done, milliseconds);
    addEventListener("online", done);
    document.addEventListener("visibilitychange", seen);
    signal.addEventListener("abort", done);
  });
}

/** The server sends a heartbeat at least every 12 seconds. */
const silence = 30_000;
/** A shorter limit after a sleep or a network change. */
const suspicious = 14_000;
const checkEvery = 2_000;
/** A check this late means that the page or the device was asleep. */
const overslept = 3 * checkEvery;

/** Detects a silent connection, also across sleep of the page or the device. */
export function watchConnection(
  onSilent: () => void,
  answerWithin?: number,
): { heard: () => void; end: () => void } {
  let last = Date.now();
  let checkedAt = last;
  const check = (limit: number) => {
    if (Date.now() - last > limit) onSilent();
  };
  const onTimer = () => {
    const late = Date.now() - checkedAt;
    checkedAt = Date.now();
    check(late > overslept ? suspicious : silence);
  };
  const onChange = () => check(suspicious);
  const timer = setInterval(onTimer, checkEvery);
  const unanswered = answerWithin === undefined ? undefined : setTimeout(onSilent, answerWithin);
  addEventListener("online", onChange);
  document.addEventListener("visibilitychange", onChange);
  return {
    heard: () => {
      clearTimeout(unanswered);
      last = Date.now();
    },
    end: () => {
      clearTimeout(unanswered);
      clearInterval(timer);
      removeEventListener("online", onChange);
      document.removeEventListener("visibilitychange", onChange);
    },
  };
}
