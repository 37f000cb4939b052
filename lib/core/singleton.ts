/**
 * One instance per process. Modules bundled by Next and modules of the server entry are loaded twice, so
 * anything that must exist once (database, lock, running turns) is kept on `globalThis`.
 */
export function singleton<T>(name: string, make: () => T): T {
  const key = Symbol.for(`parley.${name}`);
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  store[key] ??= make();
  return store[key] as T;
}
