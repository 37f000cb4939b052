import { headers } from "next/headers";
import { redirect, notFound as showNotFound } from "next/navigation";
import { cache } from "react";
import type { Permission } from "#lib/access/permissions.ts";
import {
  admitGuest,
  admitMember,
  admitToChatbot,
  isSecondFactorRequired,
  type MemberAdmission,
  type VisitorAdmission,
} from "#lib/auth/admission/admission.ts";
import { findPendingPerson, findPerson, type PersonAdmission } from "#lib/auth/admission/admit-person.ts";
import type { Context } from "#lib/context/context.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { newRequestId } from "#lib/core/ids.ts";
import { accountCookie } from "../cookies/account-cookies.ts";
import { bearerOf } from "../http/bearer.ts";
import { REQUEST_ID_HEADER } from "../http/request-id.ts";

/** Admits whoever opens a chatbot's page. What is unknown or not open to them shows the not-found page. */
export async function admitPage(handle: string): Promise<VisitorAdmission> {
  return (await findAdmission(handle)) ?? showNotFound();
}

/** Once a request. */
export const findAdmission = cache(async (handle: string) =>
  orNull(admitToChatbot(handle, bearerOf(await headers()), await requestId())),
);

/** Whoever opens a chatbot's page as the guest they are to it by their cookie; null where they have none. */
export async function findGuest(handle: string): Promise<Context | null> {
  const admission = await orNull(admitGuest(handle, bearerOf(await headers()), await requestId()));
  return admission?.ctx ?? null;
}

/** Whoever is signed in; others are sent to sign in, or to the rest of that, and back to `path`. */
export async function requirePerson(path: string): Promise<PersonAdmission> {
  const person = await currentPerson();
  if (person) return person;
  const half = await findPendingPerson(accountCookie(await headers(), "session"));
  redirect(`${half ? "/second-factor" : "/sign-in"}?next=${encodeURIComponent(path)}`);
}

/** Whoever runs the instance; who is not signed in is sent to sign in, others see the not-found page. */
export async function requireOperator(path: string): Promise<PersonAdmission> {
  const person = await requirePerson(path);
  return person.isOperator ? person : showNotFound();
}

/** The id that the proxy gave this request; it overwrites whatever a client sends. */
const requestId = async () => (await headers()).get(REQUEST_ID_HEADER) ?? newRequestId();

/** Once a request. */
export const currentPerson = cache(async () => findPerson(accountCookie(await headers(), "session")));

/**
 * A member of the workspace whose role holds the permission. Whoever is not signed in is sent to sign in; a stranger sees
 * the not-found page, and so does a member whose role does not reach this far.
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
 * As `requireMember`, for a layout, which admits nobody: null where there is no such member, and then the page itself says
 * so or sends them to sign in and back to where they wanted to go.
 */
export async function findMember(slug: string): Promise<MemberAdmission | null> {
  if (!(await currentPerson())) return null;
  const token = accountCookie(await headers(), "session");
  return orNull(admitMember(token, slug, "workspace:read", await requestId()));
}

/** A missing thing is a page of its own; any other error is the error page's. */
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
