import type { Context } from "#lib/context/context.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { type Id, isId } from "#lib/core/ids.ts";
import { listJoined, listMemberships } from "../queries/addresses.ts";
import { addressOf, chatbotAccessOf } from "./admission-cache.ts";
import type { PersonAdmission } from "./admit-person.ts";
import { memberContext, personContext } from "./make-contexts.ts";
import { meetsSecondFactorPolicy, needsSecondFactor } from "./second-factor-policy.ts";

/** `ctx` is null while the workspace requires a second factor that the member lacks. */
type OwnWorkspace = { tenantId: Id<"ten">; ctx: Context | null };

/** What a request names of the workspace it is for. `hasConversation` is null if it names no conversation. */
type Named = {
  chatbot: string | null;
  hasConversation: ((ctx: Context) => Promise<boolean>) | null;
  links: readonly string[];
  requestId: string;
};

/**
 * Admits a signed-in person to the one workspace of theirs that has what the request names: as a member or as
 * an end user, never as a guest. A request that names nothing is for their only workspace.
 * @throws ParleyError not_found, second_factor_required, invalid if several workspaces match
 */
export async function admitToOwnWorkspace(
  person: PersonAdmission,
  { chatbot, hasConversation, links, requestId }: Named,
): Promise<Context> {
  const own = await listOwnWorkspaces(person, links, requestId);
  const isMatch = async ({ tenantId, ctx }: OwnWorkspace): Promise<boolean> => {
    if (chatbot !== null) return hasChatbot(tenantId, chatbot);
    return !hasConversation || !ctx || hasConversation(ctx);
  };
  const matches = await Promise.all(own.map(isMatch));
  const found = own.filter((_, index) => matches[index]);
  const open = found.flatMap(({ ctx }) => ctx ?? []);
  const [first] = open;
  if (!first) {
    if (found.length > 0) throw needsSecondFactor();
    throw notFound(chatbot === null && hasConversation ? "conversation" : "chatbot");
  }
  if (chatbot === null && !hasConversation && found.length > 1)
    throw new ParleyError(
      "invalid",
      "Set chatbotId or conversationId, because you belong to several workspaces.",
    );
  return first;
}

async function listOwnWorkspaces(
  person: PersonAdmission,
  links: readonly string[],
  requestId: string,
): Promise<OwnWorkspace[]> {
  const { operator, userId } = person;
  const [memberships, joined] = await Promise.all([
    listMemberships(operator, userId),
    listJoined(operator, userId),
  ]);
  const asMember = new Set(memberships.map(({ tenantId }) => tenantId));
  return [
    ...memberships.map((member) => ({
      tenantId: member.tenantId,
      ctx: meetsSecondFactorPolicy(member, person)
        ? memberContext(member.tenantId, person, member.role, requestId)
        : null,
    })),
    ...joined
      .filter((tenantId) => !asMember.has(tenantId))
      .map((tenantId) => ({ tenantId, ctx: personContext(tenantId, person, links, requestId) })),
  ];
}

async function hasChatbot(tenantId: Id<"ten">, name: string): Promise<boolean> {
  if (isId("bot", name)) return (await chatbotAccessOf(tenantId, name)) !== null;
  return (await addressOf(name))?.tenantId === tenantId;
}
