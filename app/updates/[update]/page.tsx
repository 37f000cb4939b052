import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { findUpdatePlace } from "#app/_server/pages/find-update-place.ts";
import { requirePerson } from "#app/_server/pages/page.ts";

type Props = { params: Promise<{ update: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("update") };
}

/** Leads to an update in the workspace of the signed-in person that has it. */
export default async function Page({ params }: Props) {
  const { update } = await params;
  const person = await requirePerson(`/updates/${update}`);
  const place = await findUpdatePlace(person, decodeURIComponent(update));
  return place ? redirect(place) : notFound();
}
