const key = "parley.deleting";
/** Longer than a request sent while the page goes away can take to arrive; after it the server's word counts again. */
const time = 10_000;

type Parting = { id: string; until: number };

/** Keeps in mind what is being deleted while the page is left: the next one may ask for the list before that is done. */
export function noteParting(id: string): void {
  try {
    sessionStorage.setItem(key, JSON.stringify([...read(), { id, until: Date.now() + time }]));
  } catch {
    // Storage may be full or forbidden; the list is then right at its next load.
  }
}

export function withoutParting<T extends { id: string }>(listed: T[]): T[] {
  const parting = new Set(read().map(({ id }) => id));
  return parting.size === 0 ? listed : listed.filter(({ id }) => !parting.has(id));
}

function read(): Parting[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(key) ?? "[]");
    return Array.isArray(stored) ? stored.filter((one: Parting) => one?.until > Date.now()) : [];
  } catch {
    return [];
  }
}
