import "../register-skills.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { startHeartbeat } from "#db/heartbeat.ts";
import { notifyMissedBudgets } from "#lib/billing/notify-budgets.ts";
import { sealOperator } from "#lib/context/seal.ts";
import { pruneTurnLogs, recoverTurns, requeueStrandedTurns } from "#lib/conversation/turn/recover-turns.ts";
import { errorFields, log } from "#lib/core/log.ts";
import { singleton } from "#lib/core/singleton.ts";
import { purgeProcesses, registerProcess, unregisterProcess } from "#lib/instance/register-process.ts";
import { recoverRoomAnswers } from "#lib/rooms/bot/recover-answers.ts";
import { startDueRecaps } from "#lib/rooms/bot/start-due-recaps.ts";
import { purgeUnusedFiles } from "#lib/rooms/files/purge-unused-files.ts";
import { purgeExpiredRooms } from "#lib/rooms/lifecycle/purge-expired-rooms.ts";
import { projectBehind } from "#lib/status/projection/project-behind.ts";
import { runAlertLoop } from "./alert-loop.ts";
import { logConnections, reportProcess } from "./process-report.ts";

const LOOK_EVERY_MS = 5_000;
const RECALL_EVERY_LOOKS = 2;
const PRUNE_EVERY_LOOKS = 6;
const TIDY_EVERY_LOOKS = 12;
/** If the database is slower than this or unavailable, live processes cannot store their heartbeats. */
const TROUBLE_MS = 1_000;
const AWAY_MS = 2_000;
/** After such trouble, processes get this long to store a heartbeat before they count as dead. */
const GRACE_MS = 6_000;

type CountStreams = () => number;

const recovery = () => singleton("turnRecovery", () => ({ stop: null as AbortController | null }));

/**
 * Every few seconds, stores this process's heartbeat, recovers work of dead processes, mainly turns, and
 * checks the alerts. Repeated calls do nothing. Our own server calls it at startup, other hosts on the first
 * request about a turn.
 */
export function startHousekeeping(countStreams: CountStreams = () => 0): void {
  const holder = recovery();
  if (holder.stop) return;
  holder.stop = new AbortController();
  void startHeartbeat(reportProcess(0).id).catch((error: unknown) =>
    log().error(errorFields(error), "heartbeat start failed"),
  );
  void look(holder.stop.signal, countStreams);
  void runAlertLoop(holder.stop.signal);
}

/** Stops claiming turns, because this process could not finish them, and stops counting it as live. */
export async function stopHousekeeping(): Promise<void> {
  recovery().stop?.abort();
  await unregisterProcess(sealOperator(), reportProcess(0).id).catch((error: unknown) =>
    log().warn(errorFields(error), "process deregistration failed"),
  );
}

/** For an embedded database, which only one process may use: at its start, every running turn is orphaned. */
export async function recoverOwnTurns(): Promise<void> {
  await recoverTurns(sealOperator(), { silentSeconds: 0 });
}

async function look(stop: AbortSignal, countStreams: CountStreams): Promise<void> {
  let troubleAt = Number.NEGATIVE_INFINITY;
  for (let looks = 1; !stop.aborted; looks += 1) {
    const started = performance.now();
    try {
      await announce(countStreams());
      if (stop.aborted) return;
      if (performance.now() - started > TROUBLE_MS) troubleAt = performance.now();
      if (performance.now() - troubleAt > GRACE_MS) {
        await recoverTurns(sealOperator());
        if (looks % RECALL_EVERY_LOOKS === 0) {
          await requeueStrandedTurns(sealOperator());
          await recoverRoomAnswers(sealOperator());
          await startDueRecaps(sealOperator());
        }
      }
      await projectBehind(sealOperator());
      if (looks % PRUNE_EVERY_LOOKS === 0) await pruneTurnLogs(sealOperator());
      if (looks % TIDY_EVERY_LOOKS === 0) {
        logConnections();
        await purgeProcesses(sealOperator());
        await purgeExpiredRooms(sealOperator());
        await purgeUnusedFiles(sealOperator());
        await notifyMissedBudgets(sealOperator());
      }
    } catch (error) {
      troubleAt = performance.now();
      log().warn(errorFields(error), "housekeeping failed");
    }
    // Jitter keeps processes from checking at the same moment.
    const pause = LOOK_EVERY_MS * (0.8 + 0.4 * Math.random());
    await sleep(pause, undefined, { signal: stop, ref: false }).catch(() => undefined);
  }
}

async function announce(streams: number): Promise<void> {
  const announced = registerProcess(sealOperator(), reportProcess(streams));
  announced.catch(() => undefined);
  const late = sleep(AWAY_MS, "late" as const, { ref: false });
  if ((await Promise.race([announced, late])) === "late") throw new Error("The database is not responding.");
}
