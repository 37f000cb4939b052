import { singleton } from "./singleton.ts";

const state = () => singleton("hasOwnServer", () => ({ value: false }));

/** Whether Next runs inside our own server, which knows who is at the other end of a socket and looks after the process. */
export function hasOwnServer(): boolean {
  return state().value;
}

export function declareOwnServer(isOwn = true): void {
  state().value = isOwn;
}
