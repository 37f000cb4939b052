import { presets } from "#lib/rooms/lifecycle/presets.ts";
import type { BotManner, RoomAccess } from "#lib/rooms/schema.ts";
import type { RoomDefaults } from "#lib/tenant/schema.ts";
import type { RoomRules } from "./preset-fields.tsx";

const openDefaults: RoomDefaults = { preset: "open", manner: "mentioned", expiresDays: null };

export type Workspace = {
  name: string;
  chatbots: readonly { handle: string; name: string }[];
  defaults: RoomDefaults;
};

export type RoomDraft = {
  title: string;
  /** Handle; empty for a room without a chatbot. */
  chatbot: string;
  manner: BotManner;
  name: string;
  access: RoomAccess;
  password: string;
} & RoomRules;

/** A new room with the named chatbot, or else the first. */
export function startRoom(workspaces: readonly Workspace[], handle: string | null, name: string): RoomDraft {
  const chatbots = workspaces.flatMap((workspace) => workspace.chatbots);
  const chatbot = chatbots.find((one) => one.handle === handle) ?? chatbots[0];
  const home = workspaces.find((one) => chatbot && one.chatbots.includes(chatbot)) ?? workspaces[0];
  const { manner, preset, expiresDays } = home?.defaults ?? openDefaults;
  return {
    title: "",
    chatbot: chatbot?.handle ?? "",
    manner: chatbot ? manner : "off",
    name,
    access: "open",
    password: "",
    locked: false,
    expires_days: expiresDays,
    ...presets[preset],
  };
}
