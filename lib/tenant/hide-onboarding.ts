import type { Context } from "#lib/context/context.ts";
import { mergeSettings } from "./queries/tenants.ts";

/** Hides a workspace's first steps in Studio, done or not. */
export async function hideOnboarding(ctx: Context): Promise<void> {
  await mergeSettings(ctx, { isOnboardingHidden: true });
}
