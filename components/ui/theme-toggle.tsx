"use client";

import { Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { IconButton } from "./icon-button.tsx";
import { themeKey } from "./theme.ts";
import { useHydrated } from "./use-hydrated.ts";
import { useMediaQuery } from "./use-media-query.ts";

/** Choosing the system's current theme removes the stored choice, so that the system decides again. */
export function ThemeToggle() {
  const t = useTranslations("theme");
  const isSystemDark = useMediaQuery("(prefers-color-scheme: dark)");
  const [chosen, setChosen] = useState<string | undefined>();
  useEffect(() => setChosen(document.documentElement.dataset.theme), []);
  const isHydrated = useHydrated();
  const isDark = chosen ? chosen === "dark" : isSystemDark;

  const toggle = () => {
    const next = isDark ? "light" : "dark";
    const isSystem = (next === "dark") === isSystemDark;
    const root = document.documentElement;
    if (isSystem) delete root.dataset.theme;
    else root.dataset.theme = next;
    setChosen(isSystem ? undefined : next);
    try {
      if (isSystem) localStorage.removeItem(themeKey);
      else localStorage.setItem(themeKey, next);
    } catch {
      // Storage is blocked: the choice applies to this page only.
    }
  };
  return (
    <IconButton
      icon={isDark ? Sun : Moon}
      label={isDark ? t("toLight") : t("toDark")}
      disabled={!isHydrated}
      onClick={toggle}
    />
  );
}
