import { recordAudit } from "#lib/audit/record-audit.ts";
import type { Context } from "#lib/context/context.ts";
import { transaction } from "#lib/context/transaction.ts";
import { notFound, ParleyError } from "#lib/core/errors.ts";
import { parseId } from "#lib/core/ids.ts";
import { withoutAuthorTags } from "#lib/prompt/author-tags.ts";
import { findGap, listWordings, settleGap } from "../queries/gaps.ts";
import { putGoldenOfGap } from "../queries/golden.ts";
import { proposeQuestion } from "./propose-question.ts";

/**
 * Declares a gap out of scope, so that its question becomes a golden question without an answer, or opens it
 * again, without that.
 * @throws ParleyError not_found; conflict for one that was answered
 */
export async function changeGap(
  ctx: Context,
  name: string,
  { state }: { state: "open" | "outOfScope" },
): Promise<void> {
  const gap = await findGap(ctx, parseId("gap", name, "question"));
  if (!gap) throw notFound("question");
  if (gap.state === "answered")
    throw new ParleyError("conflict", "This question has an answer. Change or delete the answer instead.");
  const [newest] = await listWordings(ctx, gap.id, 1);
  const question = gap.question ?? proposeQuestion(withoutAuthorTags(newest?.text ?? ""));
  const isOut = state === "outOfScope" && question !== "";
  await transaction(ctx, async (tx) => {
    if (!(await settleGap(tx, gap.id, ["open", "outOfScope"], { state })))
      throw new ParleyError(
        "conflict",
        "Someone has answered this question in the meantime. Reload the page.",
      );
    await putGoldenOfGap(tx, gap, isOut ? { question, sources: [], isUnanswerable: true } : null);
    await recordAudit(tx, { action: isOut ? "gap.closed" : "gap.opened", target: gap.id });
  });
}
