import type { Mutant } from "./list.ts";

const talk = { project: "integration", test: "app/_server/routes/room-talk.integration.test.ts" } as const;
const people = {
  project: "integration",
  test: "app/_server/routes/room-people.integration.test.ts",
} as const;
const files = { project: "integration", test: "app/_server/routes/room-files.integration.test.ts" } as const;
const payments = { project: "integration", test: "app/_server/routes/payments.integration.test.ts" } as const;
const recaps = { project: "integration", test: "lib/rooms/bot/recaps.integration.test.ts" } as const;
const growth = { project: "pure", test: "lib/instance/growth.test.ts" } as const;

/** Bugs in what people do in rooms: reactions, typing, seen-by, files, moderation, payments, and recaps. */
export const roomVerbMutants: Mutant[] = [
  {
    name: "room verbs: muted people react",
    file: "lib/rooms/messages/react-to-message.ts",
    find: 'if (room.state === "archived" || (own.mutedUntil && own.mutedUntil > at))',
    put: 'if (room.state === "archived")',
    ...talk,
  },
  {
    name: "room verbs: a deleted message gets reactions",
    file: "lib/rooms/messages/react-to-message.ts",
    find: 'if (message.deletedAt) throw new ParleyError("conflict", "This message was deleted.");',
    put: "",
    ...talk,
  },
  {
    name: "room verbs: muted people are shown typing",
    file: "lib/rooms/participants/announce-typing.ts",
    find: "if (mutedUntil && mutedUntil > ctx.now()) return;",
    put: "void mutedUntil;",
    ...talk,
  },
  {
    name: "room verbs: people have read what does not exist yet",
    file: "lib/rooms/messages/mark-read.ts",
    find: "Math.min(offset, room.lastOffset)",
    put: "offset",
    ...talk,
  },
  {
    name: "room verbs: a file is open to all before it is sent",
    file: "lib/rooms/files/get-file.ts",
    find: "if (!file || (file.messageId === null && file.participantId !== own.id))",
    put: "if (!file)",
    ...files,
  },
  {
    name: "room verbs: files of others are sent as one's own",
    file: "lib/rooms/queries/files.ts",
    find: "        eq(roomFiles.participantId, id),\n        isNull(roomFiles.messageId),\n        isNull(roomFiles.discardedAt),\n        inArray(roomFiles.id, ids),",
    put: "        isNull(roomFiles.messageId),\n        isNull(roomFiles.discardedAt),\n        inArray(roomFiles.id, ids),",
    ...files,
  },
  {
    name: "room verbs: a download goes on after the host has handed the room over",
    file: "lib/rooms/export/zip-room.ts",
    find: "    await requireHost(ctx, room.id);\n",
    put: "",
    ...files,
  },
  {
    name: "room verbs: an archive has names that leave its folder",
    file: "lib/rooms/export/file-names.ts",
    find: '.replace(/[<>:"/\\\\|?*]/g, "_")',
    put: "",
    project: "pure",
    test: "lib/rooms/export/file-names.test.ts",
  },
  {
    name: "room verbs: a refused message is approved after all",
    file: "lib/rooms/moderation/decide-held-message.ts",
    find: 'if (held.refusedAt) throw new ParleyError("conflict", "This message was rejected.");',
    put: "",
    ...people,
  },
  {
    name: "room verbs: people report themselves",
    file: "lib/rooms/moderation/report-message.ts",
    find: "if (message.participantId === own.id)",
    put: "if (message.participantId === messageId)",
    ...people,
  },
  {
    name: "room verbs: moderators undo what the host did",
    file: "lib/rooms/moderation/undo-moderation.ts",
    find: 'const isAllowed = isOwn || (actor ? outranks(own.role, actor.role) : own.role === "host");',
    put: "const isAllowed = isOwn || actor !== null;",
    ...people,
  },
  {
    name: "room verbs: an act is undone over what has changed since",
    file: "lib/rooms/moderation/undo-moderation.ts",
    find: 'if (!isUnchanged) throw new ParleyError("conflict", "This has changed in the meantime.");',
    put: "void isUnchanged;",
    ...people,
  },
  {
    name: "room verbs: moderators make moderators",
    file: "lib/rooms/participants/update-participant.ts",
    find: '(!BY_HOST.has(action) || own.role === "host")',
    put: "action.length > 0",
    ...people,
  },
  {
    name: "room verbs: a payment of another amount counts",
    file: "lib/payments/record-payment-event.ts",
    find: "paid.amount === payment.amount &&",
    put: "",
    ...payments,
  },
  {
    name: "room verbs: money that went back is spent again",
    file: "lib/payments/record-payment-event.ts",
    find: 'if (state === "paid" || state === "withdrawn") return null;',
    put: 'if (state === "paid") return null;',
    ...payments,
  },
  {
    name: "room verbs: a refund in part takes everything away",
    file: "lib/payments/read-payment-event.ts",
    find: "return refunded === false && back < amount",
    put: "return refunded === false && back > amount",
    ...payments,
  },
  {
    name: "room verbs: events of connected accounts count",
    file: "lib/payments/read-payment-event.ts",
    find: "if (event.account) return null;",
    put: "",
    ...payments,
  },
  {
    name: "recaps: nobody needs to be present",
    file: "lib/rooms/bot/post-due-recap.ts",
    find: "!(isWatched && isEnough)",
    put: "!isEnough",
    ...recaps,
  },
  {
    name: "recaps: they come before they are due",
    file: "lib/rooms/bot/post-due-recap.ts",
    find: "if (!room.recapAt || room.recapAt > at) return null;",
    put: "if (!room.recapAt) return null;",
    ...recaps,
  },
  {
    name: "recaps: the next one begins at the beginning again",
    file: "lib/rooms/bot/post-due-recap.ts",
    find: "    room.recapOffset = until;\n",
    put: "",
    ...recaps,
  },
  {
    name: "recaps: they go on when they were switched off",
    file: "lib/rooms/bot/post-due-recap.ts",
    find: 'const isWanted = room.settings.botManner === "digest" && room.state !== "archived" && room.chatbotId;',
    put: "const isWanted = room.chatbotId;",
    ...recaps,
  },
  {
    name: "recaps: deleted messages stay quoted",
    file: "lib/rooms/messages/delete-message.ts",
    find: "  await withdrawRecaps(locked, [message.offset]);\n",
    put: "",
    ...recaps,
  },
  {
    name: "recaps: a restarted one covers other messages",
    file: "lib/rooms/bot/post-due-recap.ts",
    find: "const until = room.recapUntil ?? room.lastOffset;",
    put: "const until = room.lastOffset;",
    ...recaps,
  },
  {
    name: "recaps: later answers read the whole room",
    file: "lib/conversation/turn/gather-context.ts",
    find: 'isRecap(message.text) ? { ...message, text: "Recap" } : message',
    put: "message",
    ...recaps,
  },
  {
    name: "growth: the limit itself still fits",
    file: "lib/instance/growth.ts",
    find: "value < limit",
    put: "value <= limit",
    ...growth,
  },
];
