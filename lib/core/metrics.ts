import { monitorEventLoopDelay } from "node:perf_hooks";
import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { singleton } from "./singleton.ts";

/** Milliseconds between two looks at the event loop; what it measures holds them, so whoever reads takes them off. */
export const LOOP_SAMPLE_MS = 20;

const MOMENTS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const ANSWERS = [0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2.5, 5, 10, 20, 40, 80, 160, 300];
const SEARCHES = [0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5];
const WORK = [0.05, 0.25, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800];

/**
 * Everything this process counts. Labels are few and never from outside: no tenant, no id, no path as it was asked. Times
 * are seconds.
 */
function declareMetrics() {
  const registry = new Registry();
  const registers = [registry];
  const eventLoop = monitorEventLoopDelay({ resolution: LOOP_SAMPLE_MS });
  eventLoop.enable();
  return {
    registry,
    eventLoop,
    httpRequest: new Histogram({
      name: "parley_http_request_duration_seconds",
      help: "From a request's arrival at its route until its answer begins; a stream goes on after that.",
      labelNames: ["method", "route", "status"],
      buckets: MOMENTS,
      registers,
    }),
    turnFirstToken: new Histogram({
      name: "parley_turn_first_token_seconds",
      help: "From a stored question until the first text of the model.",
      buckets: ANSWERS,
      registers,
    }),
    turnDuration: new Histogram({
      name: "parley_turn_duration_seconds",
      help: "From a stored question until its answer's end is stored, by how it ended.",
      labelNames: ["state"],
      buckets: ANSWERS,
      registers,
    }),
    turnsInFlight: new Gauge({
      name: "parley_turns_in_flight",
      help: "Answers that this process is writing.",
      registers,
    }),
    retrieval: new Histogram({
      name: "parley_retrieval_duration_seconds",
      help: "Searches of the knowledge that gave an answer.",
      buckets: SEARCHES,
      registers,
    }),
    streamSubscribers: new Gauge({
      name: "parley_stream_subscribers",
      help: "Event streams that are open in this process.",
      registers,
    }),
    queueDepth: new Gauge({
      name: "parley_queue_depth",
      help: "Jobs that are due and that no worker has taken; the same from every process.",
      labelNames: ["job"],
      registers,
    }),
    queueOldestAge: new Gauge({
      name: "parley_queue_oldest_age_seconds",
      help: "For how long the oldest of them has been due; the same from every process.",
      labelNames: ["job"],
      registers,
    }),
    jobDuration: new Histogram({
      name: "parley_job_duration_seconds",
      help: "Runs of jobs in this process.",
      labelNames: ["job", "outcome"],
      buckets: WORK,
      registers,
    }),
    jobs: new Counter({
      name: "parley_jobs_total",
      help: "Runs of jobs in this process that are done or failed, and jobs given up after the last attempt.",
      labelNames: ["job", "outcome"],
      registers,
    }),
    databasePool: new Gauge({
      name: "parley_database_pool",
      help: "Connections that are open, those of them that are idle, and callers that wait for one.",
      labelNames: ["state"],
      registers,
    }),
    tokens: new Counter({
      name: "parley_tokens_total",
      help: "Tokens of answers, as their models counted them.",
      labelNames: ["direction"],
      registers,
    }),
    cacheRequests: new Counter({
      name: "parley_cache_requests_total",
      help: "Questions to what is remembered for a few seconds.",
      labelNames: ["cache", "result"],
      registers,
    }),
    eventLoopDelay: new Gauge({
      name: "parley_event_loop_delay_seconds",
      help: "How late timers of this process were since the last scrape.",
      labelNames: ["stat"],
      registers,
    }),
  };
}

/** Next's bundle and the server entry count into the same ones. */
export const metrics = () => singleton("metrics", declareMetrics);
