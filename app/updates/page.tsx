import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChooseWorkspace } from "#app/_server/pages/choose-workspace.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("updates") };
}

type Props = { searchParams: Promise<{ update?: string | string[] }> };

/** With an update, which an answer's mark names, it leads to that one. */
export default async function Page({ searchParams }: Props) {
  const { update } = await searchParams;
  return <ChooseWorkspace place="updates" update={typeof update === "string" ? update : null} />;
}
