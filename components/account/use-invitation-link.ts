"use client";

import { useEffect, useState } from "react";
import { getPendingInvitation } from "./pending-invitation.ts";
import { useHashToken } from "./use-hash-token.ts";

/**
 * Returns what an invitation's link carries, or one that waits since its recipient left to sign in.
 * `undefined` before hydration, `""` when there is none.
 */
export function useInvitationLink(): string | undefined {
  const linked = useHashToken();
  const [link, setLink] = useState<string | undefined>();
  useEffect(() => {
    if (linked !== undefined) setLink((known) => known || linked || (getPendingInvitation() ?? ""));
  }, [linked]);
  return link;
}
