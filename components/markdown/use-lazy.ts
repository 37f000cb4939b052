import { useEffect, useSyncExternalStore } from "react";

export type LazySlot<T> = {
  value: T | null;
  load: () => Promise<T>;
  subscribe: (changed: () => void) => () => void;
};

/** Loads a module at most once. After a failure, the next reader tries again. */
export function lazySlot<T>(load: () => Promise<T>): LazySlot<T> {
  const listeners = new Set<() => void>();
  let promise: Promise<T> | null = null;
  const slot: LazySlot<T> = {
    value: null,
    load: () => {
      promise ??= load().then(
        (value) => {
          slot.value = value;
          for (const changed of listeners) changed();
          return value;
        },
        (error: unknown) => {
          promise = null;
          throw error;
        },
      );
      return promise;
    },
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
  return slot;
}

/** Returns the module, loaded once it is wanted; null until then and during hydration. */
export function useLazy<T>(slot: LazySlot<T>, isWanted: boolean): T | null {
  const value = useSyncExternalStore(
    slot.subscribe,
    () => slot.value,
    () => (typeof window === "undefined" ? slot.value : null),
  );
  useEffect(() => {
    if (isWanted) slot.load().catch(() => {});
  }, [slot, isWanted]);
  return value;
}
