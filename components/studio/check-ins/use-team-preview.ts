import { useEffect, useState } from "react";
import { ApiError, callApi } from "#components/ui/api.ts";
import type { TeamPreview } from "#lib/status/studio/preview-team.ts";
import { previewOf, type TeamDraft } from "./team-draft.ts";

const PAUSE_MS = 250;

/** `incomplete`: the schedule is not valid yet. `failed`: the server does not answer. */
export type PreviewState =
  | { state: "loading" }
  | { state: "ready"; preview: TeamPreview }
  | { state: "incomplete" }
  | { state: "failed" };

/** What the server says the schedule means. It follows the form after a short pause. */
export function useTeamPreview(tenant: string, draft: TeamDraft): PreviewState {
  const [state, setState] = useState<PreviewState>({ state: "loading" });
  const body = JSON.stringify(previewOf(draft));
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const path = `/api/admin/${tenant}/team-preview`;
        const preview = await callApi<TeamPreview>(path, {
          method: "POST",
          body: JSON.parse(body),
          signal: stop.signal,
        });
        setState({ state: "ready", preview });
      } catch (error) {
        if (stop.signal.aborted) return;
        setState({ state: error instanceof ApiError && error.status === 400 ? "incomplete" : "failed" });
      }
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [tenant, body]);
  return state;
}
