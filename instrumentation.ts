/** Called by Next once when it begins to serve, by itself or inside our own server. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "edge") return;
  const { openRecovery } = await import("#worker/recovery.ts");
  openRecovery();
}
