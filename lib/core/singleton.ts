/**
 * One instance a process. Modules bundled by Next and modules of the server entry are loaded twice;
 * what must exist once (database, lock, running turns) hangs on `globalThis`.
 */
export function singleton<T>(name: string, make: () => T): T {
  const key = Symbol.for(`parley.${name}`);
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  store[key] ??= make();
  return store[key] as T;
}
