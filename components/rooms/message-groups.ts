import type { WireMessage } from "#lib/rooms/wire.ts";

const GROUP_MS = 5 * 60_000;

/** Whether a message follows shortly after one of the same author, so that its name need not be repeated. */
export function isContinued(previous: WireMessage | undefined, message: WireMessage): boolean {
  return (
    previous?.participant_id === message.participant_id &&
    message.reply_to === null &&
    message.answer === null &&
    Date.parse(message.created_at) - Date.parse(previous.created_at) < GROUP_MS
  );
}

/** Whether a message starts a new day by the reader's clock. A first message from today does not. */
export function isNewDay(
  previous: WireMessage | undefined,
  message: WireMessage,
  now: Date = new Date(),
): boolean {
  const day = (date: Date) => date.toDateString();
  const before = previous ? new Date(previous.created_at) : now;
  return day(before) !== day(new Date(message.created_at));
}
