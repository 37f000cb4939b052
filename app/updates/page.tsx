import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ChooseWorkspace } from "#app/_server/pages/choose-workspace.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("checkIns"))("updates") };
}

export default function Page() {
  return <ChooseWorkspace place="updates" />;
}
