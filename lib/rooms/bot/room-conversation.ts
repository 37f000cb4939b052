/** Client key of the room's only conversation, which holds all of its chatbot's answers. */
export const ROOM_CONVERSATION = "room";
