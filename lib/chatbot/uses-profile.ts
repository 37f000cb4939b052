import type { Context } from "#lib/context/context.ts";
import { profileSkills } from "#lib/skills/skill-names.ts";
import { listChatbots } from "./queries/chatbots.ts";

/** Returns whether a chatbot of the workspace has a skill that reads an end user's profile. */
export async function usesProfile(ctx: Context): Promise<boolean> {
  const chatbots = await listChatbots(ctx);
  return chatbots.some(({ config }) => profileSkills.some((name) => config.skills?.includes(name)));
}
