import { useRouter } from "next/navigation";
import { callApi } from "#components/ui/api.ts";
import { type Submit, useSubmit } from "#components/ui/use-submit.ts";
import type { MembershipChange } from "#lib/status/schema.ts";

export type Membership = Omit<Submit, "run"> & { change(change: MembershipChange): Promise<boolean> };

/** Changes how people take part in a team, and shows the page again. */
export function useMembership(tenant: string, teamId: string): Membership {
  const router = useRouter();
  const { run, ...submit } = useSubmit();
  const change = (body: MembershipChange) =>
    run(async () => {
      await callApi(`/api/admin/${tenant}/teams/${encodeURIComponent(teamId)}/people`, {
        method: "PATCH",
        body,
      });
      router.refresh();
    });
  return { ...submit, change };
}
