import type { ShownMessage } from "#components/chat/conversation-state.ts";

/** One question as a client of Parley lived through it. Times are milliseconds of `performance.now()`. */
export type Asked = {
  tenant: string;
  apiKey: string;
  /** The conversation's name, given by the client. */
  conversation: string;
  messageId: string;
  text: string;
  /** What the model says to it. */
  expected: string;
  /** Whether the model was scripted to break off. */
  isBroken: boolean;
  invokedAt: number;
  /** The server has named the turn: from here on nothing of it may be lost. */
  acknowledgedAt: number | null;
  firstTokenAt: number | null;
  endedAt: number | null;
  /** Refusals by status, 0 where the server was unreachable. The client retried. */
  refusals: number[];
  /** How often the page would have given up and shown "Reconnect". */
  lost: number;
  /** How often a connection was taken up again. */
  resumed: number;
  /** Texts that were shown on the way and are not how the answer begins. */
  wrong: string[];
  /** The answer as the client shows it in the end. */
  shown: ShownMessage | null;
};

type Injected = { at: number; fault: string };

/** What all clients and the bench itself did, in order. */
export type Journal = { asked: Asked[]; faults: Injected[] };

export function newJournal(): Journal {
  return { asked: [], faults: [] };
}
