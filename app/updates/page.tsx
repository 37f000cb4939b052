import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ChooseWorkspace } from "#app/_server/pages/choose-workspace.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("updates") };
}

type Props = { searchParams: Promise<{ update?: string | string[] }> };

/** `?update=` is an older address of one update. */
export default async function Page({ searchParams }: Props) {
  const { update } = await searchParams;
  if (typeof update === "string" && update !== "") redirect(`/updates/${encodeURIComponent(update)}`);
  return <ChooseWorkspace place="updates" />;
}
