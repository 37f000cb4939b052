import { sendBudgetEmailJob } from "#lib/billing/jobs.ts";
import { answerQueuedTurnJob } from "#lib/conversation/turn/jobs.ts";
import type { AnyJob } from "#lib/jobs/define-job.ts";
import { probeQueueJob } from "#lib/jobs/probe-queue-job.ts";
import {
  ingestDocumentJob,
  reembedDocumentsJob,
  reindexDocumentsJob,
  syncSourceJob,
} from "#lib/knowledge/jobs.ts";
import { answerInRoomJob } from "#lib/rooms/bot/jobs.ts";
import { sendToSlackJob } from "#lib/slack/jobs.ts";
import { forgetQuotesJob, writeDigestJob } from "#lib/status/jobs.ts";

/** Every kind of job. */
export const jobs: AnyJob[] = [
  answerQueuedTurnJob,
  ingestDocumentJob,
  syncSourceJob,
  reembedDocumentsJob,
  reindexDocumentsJob,
  sendBudgetEmailJob,
  probeQueueJob,
  answerInRoomJob,
  sendToSlackJob,
  writeDigestJob,
  forgetQuotesJob,
];
