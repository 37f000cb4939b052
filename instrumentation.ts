/** Called by Next once when it begins to serve, by itself or inside our own server. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "edge") return;
  const { openTracing } = await import("#lib/core/open-tracing.ts");
  await openTracing();
  const { hasOwnServer } = await import("#lib/core/server-mode.ts");
  // Our own server begins its looks itself, once it knows that it has its database.
  if (hasOwnServer()) return;
  const { startHousekeeping: openRecovery } = await import("#worker/housekeeping-loop.ts");
  openRecovery();
}
