"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { ApiError, callApi } from "#components/ui/api.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Field, FormError } from "#components/ui/field.tsx";
import { QrCode } from "#components/ui/qr-code.tsx";
import { useSubmit } from "#components/ui/use-submit.ts";
import type { SecondFactorView } from "#lib/auth/schema.ts";
import { ConfirmPassword } from "./confirm-password.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

const ADDRESS = "/api/account/second-factor";
/** With fewer codes left, the user is advised to create new ones. */
const FEW = 3;

type Step =
  | { kind: "idle" }
  | { kind: "confirming" }
  | { kind: "begun"; secret: string; address: string }
  | { kind: "asked"; for: "remove" | "renew" }
  | { kind: "codes"; codes: string[] };

/** Sets up, shows and removes the user's second factor and its recovery codes. */
export function SecondFactorSetup({ initial }: { initial: SecondFactorView }) {
  const t = useTranslations("account");
  const format = useFormatter();
  const { isBusy, error, fields, run } = useSubmit();
  const [factor, setFactor] = useState(initial);
  const [step, setStep] = useState<Step>({ kind: "idle" });

  const begin = (body: { password?: string }) =>
    void run(async () => {
      try {
        const begun = await callApi<{ secret: string; address: string }>(ADDRESS, { method: "POST", body });
        setStep({ kind: "begun", ...begun });
      } catch (error) {
        if (error instanceof ApiError && error.fields.password) setStep({ kind: "confirming" });
        throw error;
      }
    });
  const show = (codes: string[]) => {
    setFactor(({ since }) => ({ since: since ?? new Date().toISOString(), recoveryCodesLeft: codes.length }));
    setStep({ kind: "codes", codes });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const body = { code: String(new FormData(event.currentTarget).get("code")) };
    void run(async () => {
      if (step.kind === "begun")
        show((await callApi<{ recoveryCodes: string[] }>(ADDRESS, { method: "PUT", body })).recoveryCodes);
      else if (step.kind === "asked" && step.for === "renew")
        show(
          (await callApi<{ recoveryCodes: string[] }>(`${ADDRESS}/recovery`, { method: "POST", body }))
            .recoveryCodes,
        );
      else {
        await callApi(ADDRESS, { method: "DELETE", body });
        setFactor({ since: null, recoveryCodesLeft: 0 });
        setStep({ kind: "idle" });
      }
    });
  };

  if (step.kind === "codes")
    return <RecoveryCodes codes={step.codes} onDone={() => setStep({ kind: "idle" })} />;
  return (
    <div className="grid gap-4">
      <FormError>{fields.code || fields.password ? null : error}</FormError>
      {step.kind === "idle" && (
        <>
          <p className="text-ink-muted">
            {factor.since
              ? t("secondFactorOn", {
                  since: format.dateTime(new Date(factor.since), { dateStyle: "long" }),
                  count: factor.recoveryCodesLeft,
                })
              : t("secondFactorOff")}
          </p>
          {factor.since && factor.recoveryCodesLeft < FEW && (
            <p className="text-small text-danger">{t("fewRecoveryCodes")}</p>
          )}
          <div className="flex flex-wrap gap-2">
            {factor.since ? (
              <>
                <Button onClick={() => setStep({ kind: "asked", for: "renew" })}>
                  {t("renewRecoveryCodes")}
                </Button>
                <Button onClick={() => setStep({ kind: "asked", for: "remove" })}>
                  {t("removeSecondFactor")}
                </Button>
              </>
            ) : (
              <Button onClick={() => begin({})} disabled={isBusy}>
                {t("setUpSecondFactor")}
              </Button>
            )}
          </div>
        </>
      )}
      {step.kind === "confirming" && (
        <ConfirmPassword
          error={fields.password}
          isBusy={isBusy}
          onConfirm={begin}
          onCancel={() => setStep({ kind: "idle" })}
        />
      )}
      {(step.kind === "begun" || step.kind === "asked") && (
        <form className="grid gap-4" method="post" onSubmit={submit}>
          {step.kind === "begun" && (
            <>
              <p>{t("scan")}</p>
              <QrCode text={step.address} label={t("qrCode")} />
              <details>
                <summary className={buttonClass("link", "w-fit")}>{t("typeInstead")}</summary>
                <code className="mt-2 block font-mono text-sm break-all select-all">{step.secret}</code>
              </details>
            </>
          )}
          {step.kind === "asked" && <p>{t(step.for === "remove" ? "removeAsks" : "renewAsks")}</p>}
          <Field
            label={t("secondFactorCode")}
            name="code"
            inputMode={step.kind === "begun" ? "numeric" : "text"}
            autoComplete="one-time-code"
            required
            autoFocus
            maxLength={40}
            hint={step.kind === "begun" ? t("secondFactorCodeHint") : t("codeOfAppOrPaper")}
            error={fields.code}
          />
          <div className="flex gap-2">
            <Button type="submit" variant="primary" disabled={isBusy}>
              {t(
                step.kind === "begun"
                  ? "turnOn"
                  : step.for === "remove"
                    ? "removeSecondFactor"
                    : "renewRecoveryCodes",
              )}
            </Button>
            <Button variant="ghost" onClick={() => setStep({ kind: "idle" })}>
              {t("cancel")}
            </Button>
          </div>
        </form>
      )}
    </div>
  );
}
