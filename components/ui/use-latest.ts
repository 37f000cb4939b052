import { type RefObject, useEffect, useRef } from "react";

/**
 * A value that is read when something happens. As a dependency, one that changes with each delta of an answer
 * would redraw everything that depends on it.
 */
export function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  }, [value]);
  return latest;
}
