import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { ApiError } from "#components/ui/api.ts";
import type { PhotoAnalysis } from "#lib/photo/schema.ts";
import { analyzePhoto } from "./photo-api.ts";

/** `url`: a local preview, shown at once. */
export type Photo =
  | { kind: "none" }
  | { kind: "reading"; url: string }
  | { kind: "ready"; url: string; analysis: PhotoAnalysis }
  | { kind: "failed"; url: string; message: string };

/** A photo that was chosen, and what the server finds in it. Another choice replaces it. */
export function usePhoto(chatbot: string) {
  const t = useTranslations("form");
  const [photo, setPhoto] = useState<Photo>({ kind: "none" });
  const running = useRef<{ stop: AbortController; url: string } | null>(null);
  const end = useCallback(() => {
    running.current?.stop.abort();
    if (running.current) URL.revokeObjectURL(running.current.url);
    running.current = null;
  }, []);
  useEffect(() => end, [end]);

  const choose = async (file: File) => {
    end();
    const stop = new AbortController();
    const url = URL.createObjectURL(file);
    running.current = { stop, url };
    setPhoto({ kind: "reading", url });
    try {
      setPhoto({ kind: "ready", url, analysis: await analyzePhoto(file, chatbot, stop.signal) });
    } catch (error) {
      if (stop.signal.aborted) return;
      const isRefused = error instanceof ApiError && error.message !== "";
      const message = isRefused ? error.message : navigator.onLine ? t("unreachable") : t("offline");
      setPhoto({ kind: "failed", url, message });
    }
  };
  const remove = () => {
    end();
    setPhoto({ kind: "none" });
  };
  return { photo, choose, remove };
}
