import { headers } from "next/headers";
import { admitMember } from "#lib/auth/admission/admit-member.ts";
import type { PersonAdmission } from "#lib/auth/admission/admit-person.ts";
import { hasUpdate } from "#lib/status/has-update.ts";
import { listWorkspaces } from "#lib/tenant/list-workspaces.ts";
import { accountCookie } from "../cookies/session-cookies.ts";
import { orNull } from "./page.ts";
import { requestId } from "./request-id.ts";

/** The address of an update in the first of a person's workspaces that has it; null if none has. */
export async function findUpdatePlace(person: PersonAdmission, updateId: string): Promise<string | null> {
  const [token, id] = [accountCookie(await headers(), "session"), await requestId()];
  for (const { slug } of await listWorkspaces(person.operator, person.userId)) {
    const member = await orNull(admitMember(token, slug, "checkins:read", id));
    if (member && (await hasUpdate(member.ctx, updateId)))
      return `/admin/${slug}/updates/${encodeURIComponent(updateId)}`;
  }
  return null;
}
