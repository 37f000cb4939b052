"use client";

import { useTranslations } from "next-intl";
import { useCallback, useRef, useState } from "react";
import { ApiError } from "./api.ts";

export type Submit = {
  isBusy: boolean;
  /** The error of the form as a whole, or null. */
  error: string | null;
  /** Error messages by field name. */
  fields: Record<string, string>;
  run(work: () => Promise<void>): Promise<boolean>;
  clear(): void;
};

/** Runs a form's action, one at a time, and holds its error messages. */
export function useSubmit(): Submit {
  const t = useTranslations("form");
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [fields, setFields] = useState<Record<string, string>>({});
  const running = useRef(false);
  const clear = useCallback(() => {
    setError(null);
    setFields({});
  }, []);
  const run = useCallback(
    async (work: () => Promise<void>) => {
      if (running.current) return false;
      running.current = true;
      setBusy(true);
      clear();
      try {
        await work();
        return true;
      } catch (caught) {
        if (caught instanceof ApiError) {
          setFields(caught.fields);
          const isTold = Object.keys(caught.fields).length > 0;
          setError(isTold ? t("checkFields") : caught.message || t("failed"));
        } else setError(navigator.onLine ? t("unreachable") : t("offline"));
        return false;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
    [clear, t],
  );
  return { isBusy, error, fields, run, clear };
}
