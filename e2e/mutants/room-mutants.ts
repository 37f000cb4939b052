import type { Mutant } from "./list.ts";

const pure = { project: "pure", test: "lib/rooms/bot/should-answer.test.ts" } as const;
const names = { project: "pure", test: "lib/rooms/participants/name-key.test.ts" } as const;
const routes = { project: "integration", test: "app/_server/routes/rooms.integration.test.ts" } as const;
const guests = {
  project: "integration",
  test: "app/_server/routes/room-guests.integration.test.ts",
} as const;
const events = {
  project: "integration",
  test: "app/_server/routes/room-events.integration.test.ts",
} as const;
const bot = { project: "integration", test: "lib/rooms/bot/answer-in-room.integration.test.ts" } as const;
const processes = { project: "services", test: "lib/rooms/live/room-processes.services.test.ts" } as const;

/** Bugs in rooms: rights, order of events, and who can read what. */
export const roomMutants: Mutant[] = [
  {
    name: "rooms: moderators act on their equals",
    file: "lib/rooms/participants/rank.ts",
    find: "RANKS[actor] > RANKS[target]",
    put: "RANKS[actor] >= RANKS[target]",
    ...routes,
  },
  {
    name: "rooms: a token opens other rooms of its workspace",
    file: "lib/auth/admission/admit-to-room.ts",
    find: "if (ticket?.tenantId === tenantId && ticket.roomId === roomId)",
    put: "if (ticket?.tenantId === tenantId)",
    ...routes,
  },
  {
    name: "rooms: someone who was removed may go on",
    file: "lib/rooms/participants/own-participant.ts",
    find: 'throw refuse("You were removed from this room.", "removed");',
    put: "return row as ParticipantRow;",
    ...routes,
  },
  {
    name: "rooms: an edit brings a deleted message back",
    file: "lib/rooms/messages/edit-message.ts",
    find: 'if (message.deletedAt) throw new ParleyError("conflict", "This message was deleted.");',
    put: "",
    ...routes,
  },
  {
    name: "rooms: the text of a deleted message stays stored",
    file: "lib/rooms/messages/delete-message.ts",
    find: '{ content: "", deletedAt: at, isQuestion: false }',
    put: "{ deletedAt: at, isQuestion: false }",
    ...routes,
  },
  {
    name: "rooms: a message that is sent again is stored again",
    file: "lib/rooms/messages/post-message.ts",
    find: "if (earlier) return repeated(earlier, request.content);",
    put: "void earlier;",
    ...routes,
  },
  {
    name: "rooms: slow mode does not hold",
    file: "lib/rooms/messages/post-message.ts",
    find: "if (lastPostAt && freeAt > at.getTime()) {",
    put: "if (lastPostAt && freeAt > at.getTime() + 3_600_000) {",
    ...routes,
  },
  {
    name: "rooms: guests take the names of members",
    file: "lib/rooms/participants/reserved-names.ts",
    find: "...members.map(({ name }) => nameKey(name))",
    put: "",
    ...routes,
  },
  {
    name: "rooms: letters of other scripts make a new name",
    file: "lib/rooms/participants/name-key.ts",
    find: "LOOKALIKES[sign] ?? sign",
    put: "sign",
    ...names,
  },
  {
    name: "rooms: a members-only chatbot talks to guests",
    file: "lib/rooms/lifecycle/is-chatbot-allowed.ts",
    find: 'door.visibility !== "members" || access === "members"',
    put: "door.visibility.length > 0 || access.length > 0",
    ...routes,
  },
  {
    name: "rooms: every refusal counts as a guess",
    file: "app/_server/routes/room-route.ts",
    find: "if (isWrongPassword(error)) return true;",
    put: "if (error instanceof ParleyError) return true;",
    ...guests,
  },
  {
    name: "rooms: wrong codes are not counted",
    file: "app/_server/routes/room-route.ts",
    find: 'if (isWrongGuess(error)) await countFailure(operator, "roomCode", address);',
    put: "",
    ...guests,
  },
  {
    name: "rooms: a banned guest returns under another name",
    file: "lib/rooms/queries/participants.ts",
    find: "addressHash ? eq(roomBans.addressHash, addressHash) : undefined",
    put: "undefined",
    ...guests,
  },
  {
    name: "rooms: readers get an event twice",
    file: "lib/rooms/live/read-log.ts",
    find: "stored.filter((event) => event.offset <= room.lastOffset)",
    put: "[...stored, ...stored]",
    ...events,
  },
  {
    name: "rooms: what a lost message left out is not read",
    file: "lib/rooms/live/room-hub.ts",
    find: "    for (const event of events) this.#deliver(event);\n    if (this.#next <= this.#named) void this.#catchUp();",
    put: "    for (const event of events) {\n      this.#next = event.offset;\n      this.#deliver(event);\n    }",
    ...events,
  },
  {
    name: "rooms: someone who is banned goes on reading",
    file: "lib/rooms/live/follow-room.ts",
    find: "if (frame.participant.id !== participantId || frame.participant.present) return null;",
    put: 'if (frame.participant.id !== participantId || frame.kind === "participant") return null;',
    ...events,
  },
  {
    name: "rooms: the position is counted outside the lock",
    file: "lib/rooms/queries/rooms.ts",
    find: '.where(one(tx, roomId)).for("no key update")',
    put: ".where(one(tx, roomId))",
    ...processes,
  },
  {
    name: "rooms: the chatbot answers chatbots",
    file: "lib/rooms/bot/should-answer.ts",
    find: 'if (message.role === "bot" || room.state === "archived") return null;',
    put: 'if (room.state === "archived") return null;',
    ...pure,
  },
  {
    name: "rooms: a citation opens for anyone with the code",
    file: "lib/rooms/bot/get-room-citation.ts",
    find: "  await getOwnParticipant(ctx, ctx, roomId);\n",
    put: "",
    ...bot,
  },
];
