import { useEffect, useState } from "react";

const TICK_MS = 20_000;

/** The time, for "two minutes ago": the server's at first, so that both renderings say the same. */
export function useClock(initial: string): Date {
  const [now, setNow] = useState(() => new Date(initial));
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** No later than now: a report that has just come is not "in two seconds". */
export function clampToNow(time: string, now: Date): Date {
  return new Date(Math.min(new Date(time).getTime(), now.getTime()));
}
