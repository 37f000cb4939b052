const UNITS = [
  { seconds: 3_600, name: "hour" },
  { seconds: 60, name: "minute" },
  { seconds: 1, name: "second" },
] as const;

/** Returns a wait in words, rounded up: "5 minutes", "13 hours". */
export function describeWait(seconds: number): string {
  const unit = UNITS.find((one) => seconds > one.seconds) ?? UNITS[2];
  const count = Math.max(1, Math.ceil(seconds / unit.seconds));
  return `${count} ${unit.name}${count === 1 ? "" : "s"}`;
}
