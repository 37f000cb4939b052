import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { Answer, Command } from "./check-in-process.ts";

export type Body = Command extends infer C ? (C extends Command ? Omit<C, "number"> : never) : never;

/** Another process that works on check-ins in the same database. */
export class OtherProcess {
  readonly child: ChildProcess;
  readonly #ready: Promise<unknown>;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #number = 0;

  private constructor(env: NodeJS.ProcessEnv) {
    this.child = fork(new URL("./check-in-process.ts", import.meta.url), { stdio: "inherit", env });
    this.#ready = once(this.child, "message");
    this.child.on("message", (answer: Answer) => this.#settle(answer));
    this.child.once("exit", () => {
      for (const number of this.#waiting.keys()) this.#settle({ number, error: "gone" });
    });
  }

  static async start(env: NodeJS.ProcessEnv = process.env): Promise<OtherProcess> {
    const started = new OtherProcess(env);
    await started.#ready;
    return started;
  }

  get isGone(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  /** @returns its answer; the error `gone` if it ends before */
  ask(command: Body): Promise<Answer> {
    this.#number += 1;
    const number = this.#number;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(number, resolve));
    if (this.isGone || !this.child.connected) this.#settle({ number, error: "gone" });
    // A process that ends at this moment has taken the question with it.
    else this.child.send({ ...command, number }, () => undefined);
    return answered;
  }

  #settle(answer: Answer): void {
    this.#waiting.get(answer.number)?.(answer);
    this.#waiting.delete(answer.number);
  }

  /** kill -9. @returns when it is gone */
  async kill(): Promise<void> {
    if (this.isGone) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }
}
