import { currentPerson, findAdmission, findMember, orNull } from "#app/_server/pages/page.ts";
import { demoChatbotHandle } from "#lib/auth/admission/chatbot-address.ts";
import { listStudioChatbots } from "#lib/chatbot/list-studio-chatbots.ts";
import { presentChatbot } from "#lib/chatbot/present-chatbot.ts";
import { getWorkspace } from "#lib/tenant/get-workspace.ts";
import { listWorkspaces } from "#lib/tenant/list-workspaces.ts";
import type { RoomDefaults } from "#lib/tenant/schema.ts";

export type RoomChoices = {
  /** The caller's name; null for a guest. */
  name: string | null;
  workspaces: { name: string; chatbots: { handle: string; name: string }[]; defaults: RoomDefaults }[];
};

/** The workspace in which the caller may create a room, with its chatbots; null if there is none. */
export async function loadChoices(): Promise<RoomChoices | null> {
  const person = await currentPerson();
  const own = person ? await listWorkspaces(person.operator, person.userId) : [];
  const members = await Promise.all(own.map(({ slug }) => findMember(slug)));
  const workspaces = await Promise.all(members.flatMap((member) => (member ? [chatbotsOf(member.ctx)] : [])));
  if (person && workspaces.length > 0) return { name: person.name, workspaces };
  const guest = await loadGuestChoice();
  return guest && { name: person?.name ?? null, workspaces: [guest] };
}

type MemberContext = Parameters<typeof getWorkspace>[0];

async function chatbotsOf(ctx: MemberContext): Promise<RoomChoices["workspaces"][number]> {
  const [{ name, settings }, chatbots] = await Promise.all([getWorkspace(ctx), listStudioChatbots(ctx)]);
  return { name, chatbots: chatbots.map(({ handle, name }) => ({ handle, name })), defaults: settings.rooms };
}

/** The workspace of the home page, if it lets guests create rooms. */
async function loadGuestChoice(): Promise<RoomChoices["workspaces"][number] | null> {
  const handle = await demoChatbotHandle();
  const admitted = handle ? await findAdmission(handle) : null;
  if (!admitted) return null;
  const [{ name, settings }, chatbot] = await Promise.all([
    getWorkspace(admitted.ctx),
    orNull(presentChatbot(admitted.ctx, admitted.chatbotId)),
  ]);
  return settings.guestRooms && chatbot ? { name, chatbots: [chatbot], defaults: settings.rooms } : null;
}
