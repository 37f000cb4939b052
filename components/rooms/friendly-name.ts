/**
 * Suggests a name for a guest, such as "Quiet Heron", from two comma-separated lists.
 * @param random uniform in [0, 1)
 */
export function friendlyName(firsts: string, seconds: string, random: () => number): string {
  return `${pick(firsts, random)} ${pick(seconds, random)}`;
}

function pick(list: string, random: () => number): string {
  const words = list.split(",").map((word) => word.trim());
  return words[Math.floor(random() * words.length)] ?? "";
}
