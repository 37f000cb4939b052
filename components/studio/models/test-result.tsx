import { CircleAlert, CircleCheck } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "#components/ui/button.tsx";
import type { ConnectionTest } from "#lib/ai/connections/schema.ts";
import { isolateText } from "#lib/core/isolate-text.ts";

/** People wait this long without a word before they doubt it. */
const SLOW_MS = 8_000;

type Props = { result: ConnectionTest | null; model: string; onUse: (url: string) => void };

/** What a test of a server showed, in words. Always rendered, so that screen readers announce it. */
export function TestResult({ result, model, onUse }: Props) {
  const t = useTranslations("studio.models");
  return (
    <div role="status" className="empty:hidden">
      {result && (
        <div
          className={`flex gap-2.5 rounded-xl px-4 py-3 text-small text-pretty ${result.isOk ? "bg-sunken" : "bg-danger-wash text-danger"}`}
        >
          {result.isOk ? (
            <CircleCheck aria-hidden className="mt-0.5 size-4 flex-none text-accent" />
          ) : (
            <CircleAlert aria-hidden className="mt-0.5 size-4 flex-none" />
          )}
          <div className="grid min-w-0 gap-1.5">
            {result.isOk ? (
              <Success result={result} />
            ) : (
              <>
                <p>{t(`problems.${result.problem}`, { model: isolateText(model) })}</p>
                {result.said && (
                  <p className="break-words">{t("said", { text: isolateText(result.said) })}</p>
                )}
                {result.suggestedUrl && (
                  <Button
                    variant="link"
                    className="w-fit max-w-full text-start break-all"
                    onClick={() => result.suggestedUrl && onUse(result.suggestedUrl)}
                  >
                    {t("use", { url: result.suggestedUrl })}
                  </Button>
                )}
              </>
            )}
          </div>
        </div>
      )}
    </div>
  );
}

function Success({ result }: { result: Extract<ConnectionTest, { isOk: true }> }) {
  const t = useTranslations("studio.models");
  const format = useFormatter();
  const { firstMs, isStreaming } = result;
  if (firstMs === null) return <p>{t("noModels")}</p>;
  const seconds = format.number(Math.max(firstMs / 1_000, 0.1), { maximumFractionDigits: 1 });
  return (
    <>
      <p>{t("works", { seconds })}</p>
      {firstMs >= SLOW_MS && <p>{t("worksSlowly")}</p>}
      {!isStreaming && <p>{t("notStreaming")}</p>}
    </>
  );
}
