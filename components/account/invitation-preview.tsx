"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import { PASSWORD_MIN } from "#lib/auth/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";
import { DeadLink } from "./dead-link.tsx";
import { removePendingInvitation, storePendingInvitation } from "./pending-invitation.ts";
import { signIn } from "./sign-in.ts";
import { useInvitationLink } from "./use-invitation-link.ts";

type Preview = {
  workspace: string;
  inviter: string;
  role: "viewer" | "editor" | "admin" | "owner";
  /** The address that the link confirms. */
  email: string | null;
};

/**
 * An invitation for someone who is not signed in. A link from an email confirms its address, so that an
 * account and the membership take one form.
 */
export function InvitationPreview() {
  const t = useTranslations("account");
  const token = useInvitationLink();
  const { isBusy, error, fields, run } = useSubmit();
  const [preview, setPreview] = useState<Preview | null>(null);
  const ask = <T,>(path: string, body: object) =>
    callApi<T>(`/api/account/invitation${path}`, { method: "POST", body: { token, ...body } });
  // biome-ignore lint/correctness/useExhaustiveDependencies: requested once, when the token is known
  useEffect(() => {
    if (token) void run(async () => setPreview(await ask<Preview>("/preview", {})));
  }, [token]);
  const join = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [name, password] = [String(form.get("name")), String(form.get("password"))];
    void run(async () => {
      const { email } = await ask<{ email: string }>("/account", { name, password });
      await signIn("password", { email, password });
      const { slug } = await ask<{ slug: string }>("", { accept: true });
      removePendingInvitation();
      location.assign(`/admin/${slug}`);
    });
  };
  if (token === "") return <DeadLink />;
  if (!preview) return error ? <DeadLink>{error}</DeadLink> : null;
  const keep = () => token && storePendingInvitation(token);
  return (
    <div className="grid gap-5">
      <FormError>{error}</FormError>
      <p className="text-pretty text-ink-soft">
        {t("invitedBy", {
          inviter: isolateText(preview.inviter),
          workspace: isolateText(preview.workspace),
          role: t(`roles.${preview.role}`),
        })}
      </p>
      {preview.email ? (
        <form className="grid gap-4" method="post" onSubmit={join}>
          <Field label={t("email")} type="email" autoComplete="username" value={preview.email} readOnly />
          <Field
            label={t("name")}
            name="name"
            autoComplete="name"
            required
            maxLength={80}
            autoFocus
            error={fields.name}
          />
          <Field
            label={t("password")}
            name="password"
            type="password"
            autoComplete="new-password"
            required
            minLength={PASSWORD_MIN}
            maxLength={200}
            hint={t("passwordHint", { count: PASSWORD_MIN })}
            error={fields.password}
          />
          <Button type="submit" variant="primary" disabled={isBusy}>
            {t("signUpAndJoin")}
          </Button>
        </form>
      ) : (
        <a className={buttonClass("primary", "no-underline")} href="/sign-up" onClick={keep}>
          {t("signUp")}
        </a>
      )}
      <p className="text-sm text-ink-muted">
        {t("haveAccount")}{" "}
        <a className={buttonClass("link")} href="/sign-in?next=%2Finvitation" onClick={keep}>
          {t("signIn")}
        </a>
      </p>
    </div>
  );
}
