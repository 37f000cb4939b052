import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { followEvents } from "#components/streams/follow-events.ts";

/** Loads the page again whenever its conversation changes. */
export function useTranscriptEvents(api: string): void {
  const router = useRouter();
  useEffect(() => {
    let last: string | null = null;
    return followEvents({
      url: () => `${api}/events`,
      onEvent: (data) => {
        if (last !== null && data !== last) router.refresh();
        last = data;
      },
    });
  }, [api, router]);
}
