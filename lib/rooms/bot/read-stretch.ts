import type { Context } from "#lib/context/context.ts";
import { recapText } from "#lib/prompt/recap.ts";
import { countSaid, listSaid } from "../queries/recaps.ts";
import type { RoomRow } from "../queries/rooms.ts";
import { asksForRecap } from "./asks-for-recap.ts";
import { LEAST_MESSAGES } from "./plan-recap.ts";
import { withoutMention } from "./should-answer.ts";

/** Of a longer stretch, the newest messages. */
const MAX_MESSAGES = 200;
const MAX_CHARS = 24_000;
/** When someone asks for a recap although little was said since the last one. */
const LOOK_BACK_MESSAGES = 50;

/** `text`: the question of the turn that sums it up. `from`: the position after which it begins. */
export type Stretch = { text: string; from: number };

/** What was said since the last recap, up to a position. @returns null if it is too little */
export async function readStretch(ctx: Context, room: RoomRow, until: number, names: string[]) {
  const said = await listSaid(ctx, room.id, { after: room.recapOffset, until, limit: MAX_MESSAGES });
  return said.length < LEAST_MESSAGES ? null : stretchOf(said, names, room.recapOffset);
}

/** The same for someone who asks, who also gets what was said earlier. @returns null if nothing was said */
export async function readWantedStretch(ctx: Context, room: RoomRow, until: number, names: string[]) {
  const { recapOffset } = room;
  const isEnough =
    (await countSaid(ctx, room, { after: recapOffset, atMost: LEAST_MESSAGES + 1 })) > LEAST_MESSAGES;
  const after = isEnough ? recapOffset : 0;
  const limit = isEnough ? MAX_MESSAGES : LOOK_BACK_MESSAGES;
  return stretchOf(await listSaid(ctx, room.id, { after, until, limit }), names, after);
}

function stretchOf(
  listed: { name: string; text: string; offset: number }[],
  names: string[],
  after: number,
): Stretch | null {
  const said = listed.filter(({ text }) => !asksForRecap(withoutMention(text, names)));
  let left = MAX_CHARS;
  const fitting = said.toReversed().filter(({ text }) => {
    left -= text.length;
    return left >= 0;
  });
  const [oldest] = said;
  if (!oldest || fitting.length === 0) return null;
  return { text: recapText(fitting.reverse()), from: Math.max(after, oldest.offset - 1) };
}
