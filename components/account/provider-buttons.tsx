"use client";

import { useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import { DisabledUntilHydrated } from "#components/ui/disabled-until-hydrated.tsx";
import { FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { getProviderSignInUrl } from "./sign-in.ts";

type Props = { providers: { id: string; name: string }[]; next: string };

/** One sign-in button per provider. */
export function ProviderButtons({ providers, next }: Props) {
  const t = useTranslations("account");
  const { isBusy, error, run } = useSubmit();
  return (
    <div className="mt-4 grid gap-2">
      <FormError>{error}</FormError>
      <DisabledUntilHydrated>
        {providers.map(({ id, name }) => (
          <Button
            key={id}
            disabled={isBusy}
            onClick={() => void run(async () => location.assign(await getProviderSignInUrl(id, next)))}
          >
            {t("continueWith", { name })}
          </Button>
        ))}
      </DisabledUntilHydrated>
    </div>
  );
}
