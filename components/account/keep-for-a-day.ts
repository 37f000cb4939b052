const KEPT_MS = 24 * 3_600_000;

/** A text kept in this browser for a day. One that keeps nothing is no reason to fail: it is then as if nothing was kept. */
export function keepForADay(key: string) {
  const write = (value: string | null) => {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch {
      return;
    }
  };
  return {
    keep: (text: string) => write(JSON.stringify({ text, keptAt: Date.now() })),
    read(): string | null {
      try {
        const { text, keptAt } = JSON.parse(localStorage.getItem(key) ?? "{}");
        return typeof text === "string" && Date.now() - keptAt < KEPT_MS ? text : null;
      } catch {
        return null;
      }
    },
    forget: () => write(null),
  };
}
