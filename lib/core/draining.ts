import { singleton } from "./singleton.ts";

const state = () => singleton("draining", () => ({ isDraining: false }));

/** Marks this process as draining. Readiness checks then report that it is not ready. */
export function startDraining(): void {
  state().isDraining = true;
}

export function isDraining(): boolean {
  return state().isDraining;
}
