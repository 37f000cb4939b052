import { useEffect, useState } from "react";

/** What `load` resolves to, once it is wanted; null before that and while it cannot be had. */
export function useLazy<T>(slot: LazySlot<T>, isWanted: boolean): T | null {
  const [value, setValue] = useState<T | null>(slot.value);
  useEffect(() => {
    if (!isWanted || value !== null) return;
    let isCurrent = true;
    slot.load().then(
      (loaded) => {
        if (isCurrent) setValue(() => loaded);
      },
      () => {},
    );
    return () => {
      isCurrent = false;
    };
  }, [slot, isWanted, value]);
  return value;
}

export type LazySlot<T> = { value: T | null; load: () => Promise<T> };

/** A module loaded at most once; a failed load is tried again by the next reader. */
export function lazySlot<T>(load: () => Promise<T>): LazySlot<T> {
  let promise: Promise<T> | null = null;
  const slot: LazySlot<T> = {
    value: null,
    load: () => {
      promise ??= load().then(
        (value) => {
          slot.value = value;
          return value;
        },
        (error: unknown) => {
          promise = null;
          throw error;
        },
      );
      return promise;
    },
  };
  return slot;
}
