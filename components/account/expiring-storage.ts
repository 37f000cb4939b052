const EXPIRY_MS = 24 * 3_600_000;

/** A text in local storage that expires after a day. Without usable storage, nothing is stored. */
export function expiringStorage(key: string) {
  const write = (value: string | null) => {
    try {
      if (value) localStorage.setItem(key, value);
      else localStorage.removeItem(key);
    } catch {
      return;
    }
  };
  return {
    set: (text: string) => write(JSON.stringify({ text, keptAt: Date.now() })),
    get(): string | null {
      try {
        const { text, keptAt } = JSON.parse(localStorage.getItem(key) ?? "{}");
        return typeof text === "string" && Date.now() - keptAt < EXPIRY_MS ? text : null;
      } catch {
        return null;
      }
    },
    remove: () => write(null),
  };
}
