"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { callApi } from "#components/ui/api.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";

/** Converts a name in any script to the letters allowed in a URL. */
const slugOf = (name: string) =>
  name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");

/** Creates a workspace. The address is derived from the name until the user edits it. */
export function WorkspaceForm({ autoFocus = false }: { autoFocus?: boolean }) {
  const t = useTranslations("workspaces");
  const { isBusy, error, fields, run } = useSubmit();
  const [name, setName] = useState("");
  const [typed, setTyped] = useState<string | null>(null);
  const slug = typed ?? slugOf(name);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    void run(async () => {
      await callApi("/api/account/workspaces", { method: "POST", body: { name, slug } });
      location.assign(`/admin/${slug}`);
    });
  };
  return (
    <form className="grid gap-4" method="post" onSubmit={submit}>
      <FormError>{error}</FormError>
      <Field
        label={t("name")}
        name="name"
        value={name}
        onChange={(event) => setName(event.target.value)}
        hint={t("nameHint")}
        error={fields.name}
        required
        maxLength={60}
        autoComplete="organization"
        autoFocus={autoFocus}
      />
      <Field
        label={t("slug")}
        name="slug"
        value={slug}
        onChange={(event) => setTyped(event.target.value)}
        hint={t("slugHint", { slug: slug || "…" })}
        error={fields.slug}
        required
        maxLength={40}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
      />
      <Button type="submit" variant="primary" disabled={isBusy}>
        {t("create")}
      </Button>
    </form>
  );
}
