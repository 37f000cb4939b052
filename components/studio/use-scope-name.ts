import { useTranslations } from "next-intl";

type ScopeKey =
  | "chat"
  | "knowledge-read"
  | "knowledge-write"
  | "usage-read"
  | "checkins-read"
  | "checkins-write";

/** Returns a function that names a key's permission. */
export function useScopeName(): (scope: string) => string {
  const t = useTranslations("studio.scopes");
  return (scope) => t(scope.replace(":", "-") as ScopeKey);
}
