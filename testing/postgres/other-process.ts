import { type ChildProcess, fork } from "node:child_process";
import type { Context } from "#lib/context/context.ts";
import type { TurnEvent } from "#lib/conversation/stream/turn-event.ts";
import type { Answer, Command } from "./turn-process.ts";

/** Another Parley process on the same database, for turns (`turn-process.ts`). */
export class OtherProcess {
  readonly child: ChildProcess;
  readonly ready: Promise<unknown>;
  #number = 0;

  constructor(env: Record<string, string> = {}) {
    this.child = fork("testing/postgres/turn-process.ts", { env: { ...process.env, ...env } });
    this.ready = new Promise((resolve) => this.child.once("message", resolve));
    this.child.setMaxListeners(100);
  }

  /**
   * Yields the events of one command until it is done or the process has ended.
   * @throws Error with the `code` of what the command threw
   */
  async *run(ctx: Context, command: Record<string, unknown>): AsyncGenerator<TurnEvent> {
    await this.ready;
    this.#number += 1;
    const number = this.#number;
    const heard: Answer[] = [];
    let wake = () => {};
    const hear = (answer: Answer) => {
      if (answer.number !== number) return;
      heard.push(answer);
      wake();
    };
    const gone = () => hear({ number, kind: "failed", code: "gone" });
    this.child.on("message", hear).once("exit", gone);
    this.child.send({ number, tenantId: ctx.tenantId, actor: ctx.actor, ...command } as Command);
    try {
      for (;;) {
        const answer = heard.shift();
        if (!answer) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        } else if (answer.kind === "event") yield answer.event as TurnEvent;
        else if (answer.kind === "done" || answer.code === "gone") return;
        else throw Object.assign(new Error(answer.code), { code: answer.code });
      }
    } finally {
      this.child.off("message", hear).off("exit", gone);
    }
  }

  kill(signal: NodeJS.Signals = "SIGKILL"): void {
    this.child.kill(signal);
  }
}
