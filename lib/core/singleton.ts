const store = globalThis as unknown as Record<symbol, unknown>;
/** Asked for many times in a turn, and finding a registered symbol costs more than a look-up here. */
const keys = new Map<string, symbol>();

/**
 * One instance per process. Modules bundled by Next and modules of the server entry are loaded twice, so
 * anything that must exist once (database, lock, running turns) is kept on `globalThis`.
 */
export function singleton<T>(name: string, make: () => T): T {
  let key = keys.get(name);
  if (!key) {
    key = Symbol.for(`parley.${name}`);
    keys.set(name, key);
  }
  store[key] ??= make();
  return store[key] as T;
}
