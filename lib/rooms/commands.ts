import { z } from "zod";
import {
  clientId,
  editMessageRequest,
  postMessageRequest,
  reactRequest,
  readRequest,
  updateParticipantRequest,
} from "./schema.ts";

/** The first frame that a client sends over a socket, within five seconds. */
export const socketHello = z.object({
  type: z.literal("hello"),
  ticket: z.string().max(2_000),
  /** Resumes after this position. */
  cursor: z.string().max(40).nullish(),
});

const command = { id: clientId };
const aboutMessage = { ...command, message_id: z.string().max(64) };

/** Frames that a client sends after that. Each is answered with an `ack` or a `nack` with its id. */
export const sendCommand = postMessageRequest.extend(command);
export const editCommand = editMessageRequest.extend(aboutMessage);
export const deleteCommand = z.object(aboutMessage);
export const reactCommand = reactRequest.extend(aboutMessage);
export const typingCommand = z.object(command);
export const readCommand = readRequest.extend(command);
export const moderateCommand = z
  .object({ ...command, participant_id: z.string().max(64) })
  .and(updateParticipantRequest);
