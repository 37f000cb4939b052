/** Called by Next once when it begins to serve, by itself or inside our own server. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "edge") return;
  const { openTracing } = await import("#lib/core/open-tracing.ts");
  await openTracing();
  const { openRecovery } = await import("#worker/recovery.ts");
  openRecovery();
}
