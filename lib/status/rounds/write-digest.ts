import { generateOnce } from "#lib/ai/generate-once.ts";
import { chargeModelCall, settleModelCall } from "#lib/billing/charge-model-call.ts";
import { workspaceModel } from "#lib/chatbot/connection/workspace-model.ts";
import type { Context } from "#lib/context/context.ts";
import { errorFields, log } from "#lib/core/log.ts";
import type { JobHandler } from "#lib/jobs/define-job.ts";
import { loadRound, loadTeam } from "../load.ts";
import { project } from "../projection/project.ts";
import type { RoundUpdate } from "./digest.ts";
import { DIGEST_INSTRUCTIONS, digestPrompt, MAX_UPDATES, type Point, readPoints } from "./digest-points.ts";
import { writtenUntil } from "./keep-digest.ts";
import { postDigest } from "./post-digest.ts";
import { listRoundUpdates } from "./round-updates.ts";

const MAX_OUTPUT_TOKENS = 700;
/** Time to store and enqueue the message. */
const RESERVE_MS = 5_000;
const MIN_CALL_MS = 1_000;

export const handler: JobHandler<{ teamId: string; date: string }> = {
  run: (ctx, { teamId, date }) => writeDigest(ctx, teamId, date),
  giveUp: async () => {},
};

/** Posts the digest of a round that has none, as a model writes it, or plain if that fails or takes long. */
export async function writeDigest(ctx: Context, teamId: string, date: string): Promise<void> {
  const [{ state: team }, { state: round }] = [
    await loadTeam(ctx, teamId),
    await loadRound(ctx, teamId, date),
  ];
  if (team.kind === "none" || round.kind !== "closed" || round.digest) return;
  await project(ctx);
  const updates = (await listRoundUpdates(ctx, teamId, date)).slice(0, MAX_UPDATES);
  const until = writtenUntil(round)?.getTime() ?? 0;
  const timeoutMs = until - ctx.now().getTime() - RESERVE_MS;
  const isInTime = updates.length > 0 && timeoutMs >= MIN_CALL_MS;
  const points = isInTime ? await writePoints(ctx, updates, timeoutMs) : [];
  await postDigest(ctx, team, round, points);
}

/** Never throws: a digest without points is a plain list. */
async function writePoints(ctx: Context, updates: RoundUpdate[], timeoutMs: number): Promise<Point[]> {
  const prompt = digestPrompt(updates);
  try {
    const { model, id, builtIn } = await workspaceModel(ctx);
    if (builtIn) return [];
    const inputTokens = Math.ceil(prompt.length / 4);
    const estimate = { model: id, inputTokens, outputTokens: MAX_OUTPUT_TOKENS };
    await chargeModelCall(ctx, estimate);
    const written = await generateOnce(model, {
      instructions: DIGEST_INSTRUCTIONS,
      prompt,
      temperature: 0.2,
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      timeoutMs,
      maxRetries: 0,
    }).catch(async (error: unknown) => {
      await settleModelCall(ctx, estimate, { model: id, inputTokens: 0, outputTokens: 0 });
      throw error;
    });
    await settleModelCall(ctx, estimate, {
      model: id,
      inputTokens: written.inputTokens ?? estimate.inputTokens,
      outputTokens: written.outputTokens ?? estimate.outputTokens,
    });
    return written.text === null ? [] : readPoints(written.text, updates);
  } catch (error) {
    log().warn({ tenantId: ctx.tenantId, ...errorFields(error) }, "writing a digest failed");
    return [];
  }
}
