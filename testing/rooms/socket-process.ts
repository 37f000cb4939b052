import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "#e2e/fixtures/app-server.ts";

const ready = (output: string) => output.includes("websocket is ready");

/** A process with SERVICE_TYPE=websocket, started as in production, on the suite's database. */
export class SocketProcess {
  readonly child: ChildProcess;
  readonly port: number;
  #output = "";

  private constructor(port: number, env: Record<string, string>) {
    this.port = port;
    this.child = spawn(process.execPath, ["server.ts"], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        NODE_ENV: "production",
        SERVICE_TYPE: "websocket",
        HOST: "127.0.0.1",
        LOG_LEVEL: "info",
        PORT: String(port),
        ...env,
      },
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.on("data", (data: Buffer) => {
        this.#output += String(data);
      });
  }

  static async start(env: Record<string, string> = {}): Promise<SocketProcess> {
    const started = new SocketProcess(await freePort(), env);
    while (!ready(started.#output)) {
      if (started.isGone) throw new Error(`It exited. It printed:\n${started.#output}`);
      await sleep(50);
    }
    return started;
  }

  get isGone(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  get output(): string {
    return this.#output;
  }

  urlOf(code: string): string {
    return `ws://127.0.0.1:${this.port}/ws/chat/${code}/`;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.port}${path}`, { headers });
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (this.isGone) return;
    const gone = once(this.child, "exit");
    this.child.kill(signal);
    await gone;
  }
}
