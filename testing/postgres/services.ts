import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { access, chmod, chown, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  aptInstall,
  aptProxyEnv,
  debianMirror,
  findCommand,
  isDebianRoot,
  progress,
  run,
  systemEnv,
  testCache,
} from "./debian.ts";

export interface Services {
  databaseUrl: string;
  redisUrl: string;
  stop(): Promise<void>;
}

/** One of our own servers, which a test may take away and bring back on its port and its data. */
export interface OwnServer {
  readonly url: string;
  /** Its process and the children of that. */
  pids(): number[];
  /** Ends it with a signal and waits until it is gone. */
  end(signal: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
}

export interface OwnServices extends Services {
  postgres: OwnServer;
  redis: OwnServer;
}

interface PostgresInstallation {
  root: string;
  bin: string;
}

interface ServerSignals {
  graceful: NodeJS.Signals;
  immediate: NodeJS.Signals;
}

interface Server {
  child: ChildProcess;
  exited: Promise<void>;
  hasExited: boolean;
  logFile: string;
  signals: ServerSignals;
}

interface Owner {
  signal: AbortSignal;
  directories: string[];
  servers: Server[];
  stop(): Promise<void>;
}

const POSTGRES_MAJOR = 17;
const DEBIAN_RELEASE = "trixie";
const START_TIMEOUT_MS = 60_000;
const GRACEFUL_STOP_MS = 10_000;
const IMMEDIATE_STOP_MS = 6_000;
const EXIT_WAIT_MS = 3_000;
const START_ATTEMPTS = 3;
const RESTART_ATTEMPTS = 20;
const STALE_AFTER_MS = 24 * 60 * 60 * 1000;
const REMOVE_TREE = { recursive: true, force: true, maxRetries: 5, retryDelay: 100 };
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const POSTGRES_SIGNALS: ServerSignals = { graceful: "SIGINT", immediate: "SIGQUIT" };
const REDIS_SIGNALS: ServerSignals = { graceful: "SIGTERM", immediate: "SIGKILL" };

const POSTGRES_HELP =
  "Set TEST_DATABASE_URL to a superuser login of a Postgres 17 server with pgvector, " +
  'or install both (for example "apt-get install postgresql-17-pgvector"), ' +
  "or run the tests as root on Debian, where they set it up by themselves.";
const REDIS_HELP =
  'Set TEST_REDIS_URL to a running Redis, or install one (for example "apt-get install redis-server").';

const BUILD_SCRIPT = `
set -eu
target=$1
mirror=$2
partial=$target.partial
marker=usr/share/postgresql/${POSTGRES_MAJOR}/extension/vector.control
if [ -e "$target/$marker" ]; then exit 0; fi
rm -rf --one-file-system "$partial" "$target"
mkdir -p "$partial/etc/postgresql-common" "$partial/usr/sbin"
chmod 755 "$partial"
printf 'create_main_cluster = false\\n' > "$partial/etc/postgresql-common/createcluster.conf"
printf '#!/bin/sh\\nexit 101\\n' > "$partial/usr/sbin/policy-rc.d"
chmod 755 "$partial/usr/sbin/policy-rc.d"
debootstrap --variant=minbase --include=postgresql-${POSTGRES_MAJOR}-pgvector,ca-certificates \\
  ${DEBIAN_RELEASE} "$partial" \${mirror:+"$mirror"}
test -e "$partial/$marker"
rm -rf "$partial/var/cache/apt/archives" "$partial/var/lib/apt/lists"
mv -T "$partial" "$target"
`;

function isRunning(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return !status.slice(status.lastIndexOf(")")).startsWith(") Z");
  } catch {
    return false;
  }
}

function sendSignal(server: Server, name: NodeJS.Signals): void {
  if (!server.hasExited) {
    server.child.kill(name);
  }
}

async function stopServer(server: Server): Promise<void> {
  const exitsWithin = async (timeoutMs: number): Promise<boolean> => {
    const timer = new AbortController();
    await Promise.race([
      server.exited,
      sleep(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
    timer.abort();
    return server.hasExited;
  };
  server.child.ref();
  sendSignal(server, server.signals.graceful);
  if (await exitsWithin(GRACEFUL_STOP_MS)) {
    return;
  }
  sendSignal(server, server.signals.immediate);
  if (await exitsWithin(IMMEDIATE_STOP_MS)) {
    return;
  }
  sendSignal(server, "SIGKILL");
  await server.exited;
}

function stopServersNow(servers: readonly Server[]): void {
  const pids: number[] = [];
  for (const server of servers) {
    if (!server.hasExited && server.child.pid !== undefined) {
      pids.push(server.child.pid);
      sendSignal(server, server.signals.immediate);
    }
  }
  const deadline = Date.now() + EXIT_WAIT_MS;
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (pids.some(isRunning) && Date.now() < deadline) {
    Atomics.wait(pause, 0, 0, 10);
  }
}

function createOwner(): Owner {
  const controller = new AbortController();
  const directories: string[] = [];
  const servers: Server[] = [];
  let stopping: Promise<void> | undefined;

  const stopAll = async () => {
    controller.abort();
    try {
      await Promise.all(servers.map(stopServer));
      await Promise.all(directories.map((directory) => rm(directory, REMOVE_TREE)));
    } finally {
      process.removeListener("exit", onExit);
      for (const name of STOP_SIGNALS) {
        process.removeListener(name, onSignal);
      }
    }
  };
  const stop = () => {
    stopping ??= stopAll();
    return stopping;
  };
  const onExit = () => {
    controller.abort();
    stopServersNow(servers);
    for (const directory of directories) {
      rmSync(directory, REMOVE_TREE);
    }
  };
  const onSignal = (name: NodeJS.Signals) => {
    const reraise = () => {
      if (process.listenerCount(name) === 0) {
        process.kill(process.pid, name);
      }
    };
    stop().then(reraise, reraise);
  };

  process.on("exit", onExit);
  for (const name of STOP_SIGNALS) {
    process.on(name, onSignal);
  }
  return { signal: controller.signal, directories, servers, stop };
}

function makeDirectory(owner: Owner, prefix: string): string {
  owner.signal.throwIfAborted();
  const directory = mkdtempSync(prefix);
  owner.directories.push(directory);
  return directory;
}

function startServer(
  owner: Owner,
  argv: readonly string[],
  options: { logFile: string; signals: ServerSignals },
): Server {
  owner.signal.throwIfAborted();
  const [command = "", ...args] = argv;
  const log = openSync(options.logFile, "a");
  try {
    const child = spawn(command, args, {
      cwd: "/",
      detached: true,
      env: serverEnv(),
      stdio: ["ignore", log, log],
    });
    child.unref();
    const server: Server = { ...options, child, hasExited: false, exited: Promise.resolve() };
    server.exited = new Promise<void>((resolve) => {
      const onEnd = () => {
        server.hasExited = true;
        resolve();
      };
      child.once("exit", onEnd);
      child.once("error", onEnd);
    });
    owner.servers.push(server);
    return server;
  } finally {
    closeSync(log);
  }
}

function serverEnv(): NodeJS.ProcessEnv {
  return { NODE_ENV: "test", PATH: systemEnv().PATH, LANG: "C.UTF-8" };
}

async function waitUntilReady(
  owner: Owner,
  server: Server,
  isReady: () => Promise<boolean>,
): Promise<boolean> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    owner.signal.throwIfAborted();
    if (server.hasExited) {
      return false;
    }
    if (await isReady()) {
      return true;
    }
    await sleep(25);
  }
  return false;
}

async function startOnFreePort(
  owner: Owner,
  name: string,
  start: (port: number) => Server,
  isReady: (server: Server, port: number) => Promise<boolean>,
  urlOf: (port: number) => string,
): Promise<OwnServer> {
  let reason = "";
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt += 1) {
    const port = await findFreePort();
    const server = start(port);
    if (await waitUntilReady(owner, server, () => isReady(server, port))) {
      return ownServer(owner, urlOf(port), server, {
        start: () => start(port),
        isReady: (next) => isReady(next, port),
      });
    }
    reason = server.hasExited ? "it ended at once" : `not ready after ${START_TIMEOUT_MS / 1000} s`;
    await stopServer(server);
    const log = await readFile(server.logFile, "utf8").catch(() => "");
    reason = [reason, ...log.trim().split("\n").slice(-5)].join("\n");
    if (!/address already in use/i.test(log)) {
      break;
    }
  }
  throw new Error(`${name} did not start: ${reason}`);
}

function ownServer(
  owner: Owner,
  url: string,
  first: Server,
  { start, isReady }: { start: () => Server; isReady: (server: Server) => Promise<boolean> },
): OwnServer {
  let server = first;
  return {
    url,
    pids: () => (server.hasExited ? [] : processTree(server.child.pid ?? 0)),
    async end(signal) {
      sendSignal(server, signal);
      await server.exited;
      owner.servers.splice(owner.servers.indexOf(server), 1);
    },
    async start() {
      // What a killed server leaves behind may hold its memory for a moment.
      for (let attempt = 0; attempt < RESTART_ATTEMPTS; attempt += 1) {
        server = start();
        if (await waitUntilReady(owner, server, () => isReady(server))) return;
        await stopServer(server);
        owner.servers.splice(owner.servers.indexOf(server), 1);
        await sleep(250);
      }
      throw new Error(`The server of ${new URL(url).host} did not start again.`);
    },
  };
}

/** A process and its children, whose parents stand in the fourth field of /proc/PID/stat. */
function processTree(pid: number): number[] {
  const children = readdirSync("/proc").filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === pid;
    } catch {
      return false;
    }
  });
  return [pid, ...children.map(Number)];
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") {
          resolve(address.port);
        } else {
          reject(new Error("No free port on the loopback interface"));
        }
      });
    });
  });
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function vectorControl(shareDirectory: string): string {
  return path.join(shareDirectory, "extension", "vector.control");
}

async function findInstalledPostgres(): Promise<PostgresInstallation | undefined> {
  const versions = await readdir("/usr/lib/postgresql").catch(() => []);
  const majors = versions
    .map(Number)
    .filter((major) => major >= POSTGRES_MAJOR)
    .sort((a, b) => a - b);
  for (const major of majors) {
    const bin = `/usr/lib/postgresql/${major}/bin`;
    if (
      (await exists(path.join(bin, "postgres"))) &&
      (await exists(vectorControl(`/usr/share/postgresql/${major}`)))
    ) {
      return { root: "", bin };
    }
  }

  const pgConfig = await findCommand("pg_config");
  if (pgConfig === undefined) {
    return undefined;
  }
  const [version, bin, share] = await Promise.all(
    ["--version", "--bindir", "--sharedir"].map(async (option) => (await run([pgConfig, option])).trim()),
  );
  const major = Number(/(\d+)/.exec(version ?? "")?.[1]);
  if (
    bin !== undefined &&
    share !== undefined &&
    major >= POSTGRES_MAJOR &&
    (await exists(path.join(bin, "postgres"))) &&
    (await exists(vectorControl(share)))
  ) {
    return { root: "", bin };
  }
  return undefined;
}

async function buildPostgresRoot(target: string, signal: AbortSignal): Promise<void> {
  progress("Setting up Postgres 17 with pgvector for the tests (about a minute, only once) ...");
  if ((await findCommand("debootstrap")) === undefined) {
    await aptInstall(["debootstrap", "debian-archive-keyring", "gpgv"], signal);
  }
  const mirror = await debianMirror();
  const ownMounts = await run(["unshare", "--mount", "true"]).then(
    () => ["unshare", "--mount"],
    () => [],
  );
  const build = ["sh", "-c", BUILD_SCRIPT, "sh", target, mirror ?? ""];
  try {
    await run(["flock", `${target}.lock`, ...ownMounts, ...build], {
      env: systemEnv({ ...(await aptProxyEnv(mirror)), DEBIAN_FRONTEND: "noninteractive" }),
      signal,
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(
      message
        .replace(/^flock/, "debootstrap")
        .replaceAll(path.dirname(target), "<cache>")
        .replaceAll(mirror ?? "<mirror>", "<mirror>/"),
    );
  }
}

/** Where Postgres' programs are; in a folder of ours (`root`) if the machine has none. */
export async function findOrBuildPostgres(signal: AbortSignal): Promise<PostgresInstallation> {
  const installed = await findInstalledPostgres();
  if (installed !== undefined) {
    return installed;
  }
  if (!(await isDebianRoot())) {
    throw new Error("no Postgres 17 or newer with pgvector is installed here");
  }
  const root = path.join(await testCache(), `postgres-${POSTGRES_MAJOR}`);
  if (!(await exists(vectorControl(path.join(root, `usr/share/postgresql/${POSTGRES_MAJOR}`))))) {
    await buildPostgresRoot(root, signal);
  }
  return { root, bin: `/usr/lib/postgresql/${POSTGRES_MAJOR}/bin` };
}

async function serverAccount(root: string): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const passwd = await readFile(`${root}/etc/passwd`, "utf8");
  for (const name of ["postgres", "nobody"]) {
    const fields = passwd
      .split("\n")
      .map((line) => line.split(":"))
      .find(([login]) => login === name);
    if (fields !== undefined) {
      return { uid: Number(fields[2]), gid: Number(fields[3]) };
    }
  }
  throw new Error("Postgres does not run as root, and there is no postgres account");
}

async function removeStaleDirectories(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names.filter((entry) => entry.startsWith("parley-"))) {
    const directory = path.join(parent, name);
    const pidFile = await readFile(path.join(directory, "data/postmaster.pid"), "utf8").catch(() => "");
    const age = await stat(directory).then(
      (info) => Date.now() - info.mtimeMs,
      () => 0,
    );
    if (age > STALE_AFTER_MS && !isRunning(Number.parseInt(pidFile, 10) || 0)) {
      await rm(directory, REMOVE_TREE);
    }
  }
}

async function isPostgresReady(server: Server, dataDirectory: string): Promise<boolean> {
  const pidFile = await readFile(path.join(dataDirectory, "postmaster.pid"), "utf8").catch(() => "");
  const lines = pidFile.split("\n");
  return Number(lines[0]) === server.child.pid && lines[7]?.trim() === "ready";
}

async function startPostgres(owner: Owner): Promise<OwnServer> {
  const { root, bin } = await findOrBuildPostgres(owner.signal);
  const temporary = root === "" ? os.tmpdir() : path.join(root, "tmp");
  if (root !== "") {
    await removeStaleDirectories(temporary);
  }
  const directory = makeDirectory(owner, path.join(temporary, "parley-"));
  const inside = directory.slice(root.length);
  const password = randomBytes(16).toString("hex");
  const passwordFile = path.join(directory, "password");
  await writeFile(passwordFile, password, { mode: 0o600 });

  const account = await serverAccount(root);
  if (account !== undefined) {
    await chown(passwordFile, account.uid, account.gid);
    await chown(directory, account.uid, account.gid);
  }
  await chmod(directory, 0o700);

  const enter = root === "" ? [] : ["chroot", root];
  const identity =
    account === undefined ? [] : [`--reuid=${account.uid}`, `--regid=${account.gid}`, "--clear-groups"];
  const hasSetpriv = (await findCommand("setpriv")) !== undefined;
  if (account !== undefined && !hasSetpriv) {
    throw new Error("setpriv (of util-linux) is needed to start Postgres as root");
  }
  const privileges = (...options: string[]) =>
    hasSetpriv && options.length > 0 ? ["setpriv", ...options] : [];

  await run(
    [
      ...enter,
      ...privileges(...identity),
      `${bin}/initdb`,
      `--pgdata=${inside}/data`,
      "--username=postgres",
      "--encoding=UTF8",
      "--locale=C.UTF-8",
      "--auth=scram-sha-256",
      `--pwfile=${inside}/password`,
      "--no-sync",
    ],
    { env: serverEnv(), signal: owner.signal },
  );

  return startOnFreePort(
    owner,
    "Postgres",
    (freePort) =>
      startServer(
        owner,
        [
          ...enter,
          ...privileges(...identity, "--pdeathsig=QUIT"),
          `${bin}/postgres`,
          ...["-D", `${inside}/data`],
          ...["-c", "listen_addresses=127.0.0.1"],
          ...["-c", `port=${freePort}`],
          ...["-c", "unix_socket_directories="],
          ...["-c", "max_connections=200"],
          ...["-c", "shared_buffers=256MB"],
        ],
        { logFile: path.join(directory, `postgres-${freePort}.log`), signals: POSTGRES_SIGNALS },
      ),
    (server) => isPostgresReady(server, path.join(directory, "data")),
    (port) => `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
  );
}

function askRedis(port: number, command: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = net.connect({ host: "127.0.0.1", port });
    socket.setEncoding("utf8");
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once("connect", () => socket.write(`${command}\r\nQUIT\r\n`));
    socket.on("data", (text) => {
      answer += text;
    });
    socket.on("error", () => undefined);
    socket.once("close", () => resolve(answer));
  });
}

async function startRedis(owner: Owner): Promise<OwnServer> {
  if ((await findCommand("redis-server")) === undefined) {
    if (!(await isDebianRoot())) {
      throw new Error("redis-server is not installed here");
    }
    progress("Installing redis-server for the tests ...");
    await aptInstall(["redis-server"], owner.signal);
  }
  const directory = makeDirectory(owner, path.join(os.tmpdir(), "parley-redis-"));
  const endWithParent = (await findCommand("setpriv")) === undefined ? [] : ["setpriv", "--pdeathsig=KILL"];

  return startOnFreePort(
    owner,
    "Redis",
    (freePort) =>
      startServer(
        owner,
        [
          ...endWithParent,
          "redis-server",
          ...["--port", String(freePort)],
          ...["--bind", "127.0.0.1"],
          ...["--save", ""],
          ...["--appendonly", "no"],
          ...["--dir", directory],
        ],
        { logFile: path.join(directory, `redis-${freePort}.log`), signals: REDIS_SIGNALS },
      ),
    async (server, usedPort) => {
      const information = await askRedis(usedPort, "INFO server");
      return Number(/^process_id:(\d+)/m.exec(information)?.[1]) === server.child.pid;
    },
    (port) => `redis://127.0.0.1:${port}`,
  );
}

async function orExplain<T>(start: Promise<T>, name: string, help: string): Promise<T> {
  try {
    return await start;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot start ${name} for the tests: ${reason}\n${help}`, { cause });
  }
}

/**
 * Gives the tests a Postgres with pgvector and a Redis: those named by TEST_DATABASE_URL and
 * TEST_REDIS_URL where set, else servers of its own on free loopback ports with throwaway data.
 * Only the servers started here end with stop(), with a stop signal or with this process.
 */
export async function startServices(): Promise<Services> {
  const databaseUrl = process.env.TEST_DATABASE_URL;
  const redisUrl = process.env.TEST_REDIS_URL;
  if (databaseUrl && redisUrl) {
    return { databaseUrl, redisUrl, stop: async () => undefined };
  }

  const owner = createOwner();
  const starting = [
    databaseUrl || orExplain(startPostgres(owner), "Postgres 17 with pgvector", POSTGRES_HELP),
    redisUrl || orExplain(startRedis(owner), "Redis", REDIS_HELP),
  ];
  const urlOf = (server: string | OwnServer = "") => (typeof server === "string" ? server : server.url);
  try {
    const [database, redis] = await Promise.all(starting);
    return { databaseUrl: urlOf(database), redisUrl: urlOf(redis), stop: owner.stop };
  } catch (error) {
    await Promise.allSettled([owner.stop(), ...starting]);
    throw error;
  }
}

/** Servers of our own whatever the environment names, each in the caller's hands: for tests that end them. */
export async function startOwnServices(): Promise<OwnServices> {
  const owner = createOwner();
  const starting = [
    orExplain(startPostgres(owner), "Postgres 17 with pgvector", POSTGRES_HELP),
    orExplain(startRedis(owner), "Redis", REDIS_HELP),
  ] as const;
  try {
    const [postgres, redis] = await Promise.all(starting);
    return { postgres, redis, databaseUrl: postgres.url, redisUrl: redis.url, stop: owner.stop };
  } catch (error) {
    await Promise.allSettled([owner.stop(), ...starting]);
    throw error;
  }
}

/** A Postgres of our own alone: a fresh cluster, with nothing but what initdb makes. */
export async function startOwnPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const owner = createOwner();
  try {
    const { url } = await orExplain(startPostgres(owner), "Postgres 17 with pgvector", POSTGRES_HELP);
    return { url, stop: owner.stop };
  } catch (error) {
    await owner.stop();
    throw error;
  }
}
