import { useEffect, useState } from "react";

const TICK_MS = 20_000;

/** The current time for relative dates. Starts with the server's, so that hydration matches. */
export function useClock(initial: string): Date {
  const [now, setNow] = useState(() => new Date(initial));
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Limits a time to now, so that a new report is not shown as "in two seconds". */
export function clampToNow(time: string, now: Date): Date {
  return new Date(Math.min(new Date(time).getTime(), now.getTime()));
}
