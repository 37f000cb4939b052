import { Presets, SingleBar } from "cli-progress";

type Sized = { bytes: number };
export type Progress = { start(files: Sized[]): void; step(file: Sized): void; stop(): void };

const LINE_EVERY_MS = 5_000;

export type Pace = { done: number; total: number; bytesDone: number; bytesTotal: number; seconds: number };

/** Time goes with the bytes: pages differ by a hundredfold. */
export function describePace({ done, total, bytesDone, bytesTotal, seconds }: Pace, unit = "files"): string {
  const rate = seconds > 0 ? done / seconds : 0;
  const left = bytesDone > 0 ? (seconds * (bytesTotal - bytesDone)) / bytesDone : null;
  const remaining = left === null ? "" : `, ${describeSeconds(left)} left`;
  return `${done} of ${total} ${unit}, ${rate.toFixed(1)} ${unit}/s${remaining}`;
}

export function describeSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A bar on a terminal, else a line every five seconds; standard output stays free for the answer. */
export function showProgress(
  stream: NodeJS.WriteStream,
  unit = "files",
  clock = () => performance.now(),
): Progress {
  const pace: Pace = { done: 0, total: 0, bytesDone: 0, bytesTotal: 0, seconds: 0 };
  let started = 0;
  let timer: NodeJS.Timeout | undefined;
  const text = () => describePace({ ...pace, seconds: (clock() - started) / 1000 }, unit);
  const bar = stream.isTTY
    ? new SingleBar(
        { stream, format: "{bar} {pace}", barsize: 24, hideCursor: true, emptyOnZero: true },
        Presets.shades_classic,
      )
    : null;
  return {
    start(files) {
      started = clock();
      pace.total = files.length;
      pace.bytesTotal = files.reduce((sum, file) => sum + file.bytes, 0);
      if (files.length === 0) return;
      bar?.start(pace.bytesTotal, 0, { pace: text() });
      const show = bar ? () => bar.update({ pace: text() }) : () => stream.write(`${text()}\n`);
      timer = setInterval(show, bar ? 1_000 : LINE_EVERY_MS);
    },
    step({ bytes }) {
      pace.done += 1;
      pace.bytesDone += bytes;
      bar?.update(pace.bytesDone, { pace: text() });
    },
    stop() {
      clearInterval(timer);
      if (pace.total > 0) bar?.stop();
    },
  };
}
