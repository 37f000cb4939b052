import { headers } from "next/headers";
import { notFound as showNotFound } from "next/navigation";
import { admitVisitor, type VisitorAdmission } from "#lib/auth/admission.ts";
import { ParleyError } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import { visitorTokenFor, visitorTokens } from "./visitor-cookie.ts";

/** Admits whoever opens a chatbot's page. An unknown handle shows the not-found page. */
export async function admitPage(handle: string): Promise<VisitorAdmission> {
  const tokens = visitorTokens(await headers());
  return orNotFound(
    admitVisitor(handle, (tenantId) => visitorTokenFor(tokens, tenantId), newId("trn").slice(4)),
  );
}

/** A missing thing is a page of its own; any other error is the error page's. */
export async function orNotFound<T>(work: Promise<T>): Promise<T> {
  return (await orNull(work)) ?? showNotFound();
}

export async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ParleyError && error.code === "not_found") return null;
    throw error;
  }
}
