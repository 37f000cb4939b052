"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { Section } from "#components/ui/section.tsx";
import { useCopy } from "#components/ui/use-copy.ts";

type Props = { manifest: string; hasApp: boolean };

/** How the instance's operator creates its Slack app. */
export function ManifestSection({ manifest, hasApp }: Props) {
  const t = useTranslations("studio.slack");
  const form = useTranslations("form");
  const { isCopied, copy } = useCopy();
  const Icon = isCopied ? Check : Copy;
  const code = (chunks: ReactNode) => <code className="text-sm">{chunks}</code>;
  return (
    <Section title={t(hasApp ? "ownApp" : "manifest")} className="max-w-xl border-t border-line pt-9">
      {hasApp ? (
        <p className="text-ink-muted text-pretty">{t("ownAppLead")}</p>
      ) : (
        <ol className="grid list-decimal gap-1.5 ps-5 text-ink-muted text-pretty">
          <li>
            {t.rich("stepCreate", {
              link: (chunks) => (
                <a
                  className="text-accent underline underline-offset-[0.2em]"
                  href="https://api.slack.com/apps?new_app=1"
                  target="_blank"
                  rel="noreferrer"
                >
                  {chunks}
                </a>
              ),
            })}
          </li>
          <li>{t.rich("stepSecrets", { code })}</li>
          <li>{t("stepConnect")}</li>
        </ol>
      )}
      <details className="min-w-0" open={!hasApp}>
        <summary className="w-fit cursor-pointer rounded-sm font-strong">{t("showManifest")}</summary>
        <pre
          // Long lines scroll, also by keyboard.
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable area must be reachable
          tabIndex={0}
          className="mt-3 max-h-80 overflow-auto rounded-lg bg-sunken p-3 text-small"
        >
          <code>{manifest}</code>
        </pre>
      </details>
      <Button className="w-fit" onClick={() => void copy(manifest)}>
        <Icon aria-hidden size={15} />
        {isCopied ? form("copied") : t("copyManifest")}
      </Button>
    </Section>
  );
}
