import type { BotManner, RoomAccess } from "#lib/rooms/schema.ts";

export type Workspace = { name: string; chatbots: readonly { handle: string; name: string }[] };

export type RoomDraft = {
  title: string;
  /** Handle; empty for a room without a chatbot. */
  chatbot: string;
  manner: BotManner;
  name: string;
  access: RoomAccess;
  password: string;
};

/** A new room with the named chatbot, or else the first. */
export function startRoom(workspaces: readonly Workspace[], handle: string | null, name: string): RoomDraft {
  const chatbots = workspaces.flatMap((workspace) => workspace.chatbots);
  const chatbot = chatbots.find((one) => one.handle === handle) ?? chatbots[0];
  const manner = chatbot ? "mentioned" : "off";
  return { title: "", chatbot: chatbot?.handle ?? "", manner, name, access: "open", password: "" };
}
