/** The client key of a room's one conversation, which holds all answers of its chatbot. */
export const ROOM_CONVERSATION = "room";
