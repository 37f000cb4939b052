import { headers } from "next/headers";
import { redirect, notFound as showNotFound } from "next/navigation";
import { cache } from "react";
import type { Permission } from "#lib/access/permissions.ts";
import { admitMember, type MemberAdmission } from "#lib/auth/admission/admit-member.ts";
import { findPendingPerson, findPerson, type PersonAdmission } from "#lib/auth/admission/admit-person.ts";
import { admitGuest, admitToChatbot, type VisitorAdmission } from "#lib/auth/admission/admit-to-chatbot.ts";
import { isSecondFactorRequired } from "#lib/auth/admission/second-factor-policy.ts";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { accountCookie } from "../cookies/session-cookies.ts";
import { bearerOf } from "../http/bearer.ts";
import { requestId } from "./request-id.ts";

/** Admits the visitor of a chatbot's page. Unknown and closed chatbots show the not-found page. */
export async function admitPage(handle: string): Promise<VisitorAdmission> {
  return (await findAdmission(handle)) ?? showNotFound();
}

/** Cached per request. */
export const findAdmission = cache(async (handle: string) =>
  orNull(admitToChatbot(handle, bearerOf(await headers()), await requestId())),
);

/** The guest that the visitor cookie names; null without one. */
export async function findGuest(handle: string): Promise<Context | null> {
  const admission = await orNull(admitGuest(handle, bearerOf(await headers()), await requestId()));
  return admission?.ctx ?? null;
}

/** The signed-in person. Others are redirected to sign in, or to the second factor, and back to `path`. */
export async function requirePerson(path: string): Promise<PersonAdmission> {
  const person = await currentPerson();
  if (person) return person;
  const half = await findPendingPerson(accountCookie(await headers(), "session"));
  redirect(`${half ? "/second-factor" : "/sign-in"}?next=${encodeURIComponent(path)}`);
}

/** The signed-in operator. Other people see the not-found page. */
export async function requireOperator(path: string): Promise<PersonAdmission> {
  const person = await requirePerson(path);
  return person.isOperator ? person : showNotFound();
}

/** Cached per request. */
export const currentPerson = cache(async () => findPerson(accountCookie(await headers(), "session")));

/**
 * A member of the workspace whose role has the permission. Signed-out people are redirected to sign in;
 * strangers and members without the permission see the not-found page.
 */
export async function requireMember(
  slug: string,
  permission: Permission,
  path: string,
): Promise<MemberAdmission> {
  await requirePerson(path);
  const token = accountCookie(await headers(), "session");
  return orNotFound(
    admitMember(token, slug, permission, await requestId()).catch((error: unknown) => {
      if (isSecondFactorRequired(error)) redirect("/account?required=second-factor");
      throw error;
    }),
  );
}

/**
 * `requireMember` for a layout, which does not admit: null if there is no such member. The page itself then
 * redirects or shows the not-found page.
 */
export async function findMember(slug: string): Promise<MemberAdmission | null> {
  if (!(await currentPerson())) return null;
  const token = accountCookie(await headers(), "session");
  return orNull(admitMember(token, slug, "workspace:read", await requestId()));
}

/** Shows the not-found page for what does not exist; other errors show the error page. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  return (await orNull(work)) ?? showNotFound();
}

export async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (
      error instanceof ParleyError &&
      ["not_found", "forbidden", "second_factor_required"].includes(error.code)
    )
      return null;
    throw error;
  }
}
