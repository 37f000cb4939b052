import type { WireParticipant } from "#lib/rooms/wire.ts";

export function isMuted({ muted_until: until }: WireParticipant, now: number = Date.now()): boolean {
  return until !== null && Date.parse(until) > now;
}
