import { useSyncExternalStore } from "react";

const neverChanges = () => () => {};

/** Whether React has hydrated the component: false on the server and while hydrating, true from then on. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
}
