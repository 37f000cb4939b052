/** What a shell expects of a process that its person interrupted. */
export const INTERRUPTED = 130;
/** npm passes the terminal's interrupt on to a process that has had it already. */
const SAME_INTERRUPT_MS = 1_000;

/** The first interrupt aborts the signal, so that a command starts nothing new; a second one exits. */
export function stopOnInterrupt(sentence: string): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const interrupt = () => {
    if (controller.signal.aborted) {
      if (performance.now() - first > SAME_INTERRUPT_MS) process.exit(INTERRUPTED);
      return;
    }
    first = performance.now();
    controller.abort();
    process.stderr.write(`\n${sentence} Press Ctrl+C again to stop immediately.\n`);
  };
  process.on("SIGINT", interrupt);
  process.on("SIGTERM", interrupt);
  return controller.signal;
}
