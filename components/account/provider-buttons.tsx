"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";

type Props = { providers: { id: string; name: string }[]; next: string };

/** One form a provider: next-auth answers it with the way there. */
export function ProviderButtons({ providers, next }: Props) {
  const t = useTranslations("account");
  const [csrfToken, setCsrfToken] = useState("");
  useEffect(() => {
    fetch("/api/auth/csrf")
      .then((response) => response.json())
      .then((answer: { csrfToken: string }) => setCsrfToken(answer.csrfToken))
      .catch(() => undefined);
  }, []);
  return (
    <div className="mt-4 grid gap-2">
      {providers.map(({ id, name }) => (
        <form key={id} method="post" action={`/api/auth/signin/${id}`} className="grid">
          <input type="hidden" name="csrfToken" value={csrfToken} />
          <input type="hidden" name="callbackUrl" value={next} />
          <button type="submit" className="line-button" disabled={!csrfToken}>
            {t("continueWith", { name })}
          </button>
        </form>
      ))}
    </div>
  );
}
