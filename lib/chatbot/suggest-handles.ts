const LONGEST = 40;

/** Handles for a name, the plainest first; the last ends in `unique`, so that nobody is likely to have it. */
export function suggestHandles(name: string, unique: string): string[] {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, "");
  const plain = words || "chatbot";
  return [plain, `${plain}-2`, `${plain}-3`, `${plain}-${unique}`];
}
