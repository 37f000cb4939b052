/**
 * Runs `load` for many callers, once at a time. Those who call while it runs share the next run, which begins
 * after all of them have called, so nobody gets what was read before they asked.
 */
export function shareNext<T>(load: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> | null = null;
  let next: Promise<T> | null = null;
  const start = (): Promise<T> => {
    next = null;
    const run = load();
    running = run;
    const end = () => {
      if (running === run) running = null;
    };
    run.then(end, end);
    return run;
  };
  return () => {
    if (!running) return start();
    next ??= running.then(start, start);
    return next;
  };
}
