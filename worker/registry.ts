import { mailBudgetJob } from "#lib/billing/jobs.ts";
import { answerWaitingJob } from "#lib/conversation/turn/jobs.ts";
import type { AnyJob } from "#lib/jobs/define-job.ts";
import { embedAgainJob, ingestDocumentJob, syncSourceJob } from "#lib/knowledge/jobs.ts";

/** Every kind of job there is. */
export const jobs: AnyJob[] = [
  answerWaitingJob,
  ingestDocumentJob,
  syncSourceJob,
  embedAgainJob,
  mailBudgetJob,
];
