import { allows, type Permission } from "#lib/access/permissions.ts";
import type { Context } from "#lib/context/context.ts";
import { searchableText } from "#lib/core/storable-text.ts";
import { findKnowledgeByName } from "#lib/knowledge/sources/find-by-name.ts";
import { listPeople } from "#lib/people/list-people.ts";
import { listMembers } from "#lib/tenant/list-members.ts";
import { listChatbots } from "./queries/chatbots.ts";
import type { FoundPlace } from "./schema.ts";

const LIMIT = 6;

/**
 * Finds what has a page in Studio by part of its name: chatbots, sources, documents, members and end users,
 * as far as the member's role may see them. Empty for an empty text.
 */
export async function findInWorkspace(ctx: Context, query: string): Promise<FoundPlace[]> {
  const text = searchableText(query);
  const { actor } = ctx;
  if (!text || actor.kind !== "user") return [];
  const may = (permission: Permission) => allows(actor.role, permission);
  const [chatbots, knowledge, members, people] = await Promise.all([
    may("chatbots:read") ? listChatbots(ctx) : [],
    may("knowledge:read") ? findKnowledgeByName(ctx, text, LIMIT) : { sources: [], documents: [] },
    may("members:read") ? listMembers(ctx) : [],
    may("people:read") ? listPeople(ctx, { query: text }) : { people: [] },
  ]);
  const lower = text.toLowerCase();
  const fits = (...texts: string[]) => texts.some((one) => one.toLowerCase().includes(lower));
  const found: FoundPlace[] = [
    ...chatbots
      .filter(({ name, handle }) => fits(name, handle))
      .slice(0, LIMIT)
      .map(({ id, name }) => ({ kind: "chatbot" as const, name, path: `/chatbots/${id}` })),
    ...knowledge.sources.map(({ id, name }) => ({ kind: "source" as const, name, path: `/knowledge/${id}` })),
    ...knowledge.documents.map(({ id, sourceId, title, path }) => ({
      kind: "document" as const,
      name: title || path,
      path: `/knowledge/${sourceId}/${id}`,
    })),
    ...members
      .filter(({ name, email }) => fits(name, email))
      .slice(0, LIMIT)
      .map(({ name }) => ({ kind: "member" as const, name, path: "/members" })),
    ...people.people.slice(0, LIMIT).map(({ name }) => ({ kind: "person" as const, name, path: "/people" })),
  ];
  // People of one name share a page, and one entry.
  return [...new Map(found.map((place) => [`${place.kind} ${place.path} ${place.name}`, place])).values()];
}
