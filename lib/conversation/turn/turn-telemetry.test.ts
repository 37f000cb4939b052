import { expect, test, vi } from "vitest";
import type { Context } from "#lib/context/context.ts";
import { log } from "#lib/core/log.ts";
import type { Turn } from "./turn.ts";
import { TurnTelemetry } from "./turn-telemetry.ts";

const turn: Turn = {
  turnId: "trn_1",
  questionId: "msg_1",
  answerId: "msg_2",
  conversationId: "cnv_1",
  provider: "parley",
  model: "built-in",
  title: "A private title",
  question: "A private question",
  hasHistory: false,
  epoch: 1,
};

test("logs one line with the ids of the request, tenant, conversation and turn, and no text", () => {
  const info = vi.spyOn(log(), "info").mockImplementation(() => {});
  const ctx = { requestId: "request-1", tenantId: "ten_1" } as unknown as Context;
  new TurnTelemetry(ctx, turn).ended("failed", {
    state: "failed",
    errorCode: "model_cut",
    inputTokens: 1,
    outputTokens: null,
  });
  expect(info.mock.calls).toEqual([
    [
      {
        requestId: "request-1",
        tenantId: "ten_1",
        conversationId: "cnv_1",
        turnId: "trn_1",
        state: "failed",
        code: "model_cut",
        latency: expect.any(Number),
      },
      "turn ended",
    ],
  ]);
  expect(JSON.stringify(info.mock.calls)).not.toContain("private");
});
