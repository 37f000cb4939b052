import { z } from "zod";
import type { Context } from "#lib/context/context.ts";
import { timeZone } from "#lib/core/time-zone.ts";
import { findSlackPerson } from "../queries/installations.ts";

const MAX_NAME = 120;

/** A person as Slack's `users.info` and `user_change` describe them. */
export const slackUser = z.looseObject({
  id: z.string().min(1).max(64),
  name: z.string().optional(),
  tz: z.string().nullish(),
  deleted: z.boolean().nullish(),
  profile: z
    .looseObject({ display_name: z.string().optional(), real_name: z.string().optional() })
    .optional(),
});

export type SlackPerson = {
  slackUser: string;
  name: string;
  /** Null if Slack does not say, or names a zone that this runtime does not know. */
  timeZone: string | null;
  isActive: boolean;
};

export function personOf({ id, name, tz, deleted, profile }: z.infer<typeof slackUser>): SlackPerson {
  const called = [profile?.display_name, profile?.real_name, name].find((one) => one?.trim());
  return {
    slackUser: id,
    name: (called ?? id).trim().slice(0, MAX_NAME),
    timeZone: timeZone.safeParse(tz).data ?? null,
    isActive: !deleted,
  };
}

export async function isKnownPerson(ctx: Context, id: string): Promise<boolean> {
  return (await findSlackPerson(ctx, id)) !== null;
}
