import { singleton } from "./singleton.ts";

const state = () => singleton("draining", () => ({ isDraining: false }));

/** This process takes no more work; whoever asks whether it is ready hears that it is not. */
export function startDraining(): void {
  state().isDraining = true;
}

export function isDraining(): boolean {
  return state().isDraining;
}
