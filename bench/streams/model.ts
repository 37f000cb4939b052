import { fork } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Script } from "#testing/model-server/model-server.ts";
import type { Order, Report } from "#testing/model-server/model-server-main.ts";

export type ModelProcess = {
  baseUrl: string;
  pid: number;
  /** Switches to this script. @returns how late the latest piece was sent since the last switch, in ms */
  order(script?: Script): Promise<number>;
  stop(): Promise<void>;
};

/** The scripted model server in a separate process, so that it keeps time while this one is busy. */
export async function startModelProcess(): Promise<ModelProcess> {
  const child = fork("testing/model-server/model-server-main.ts", {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  if (!child.stdout) throw new Error("The model server has no output.");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { baseUrl } = JSON.parse(line) as { baseUrl: string };
  return {
    baseUrl,
    pid: child.pid ?? 0,
    async order(script) {
      child.send({ script } satisfies Order);
      const [report] = (await once(child, "message")) as [Report];
      return report.lateMs;
    },
    async stop() {
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}
