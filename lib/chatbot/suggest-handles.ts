const MAX_LENGTH = 40;

/** Suggests handles for a name, shortest first. The last ends in `unique`, so it is almost certainly free. */
export function suggestHandles(name: string, unique: string): string[] {
  const words = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, "");
  const plain = words || "chatbot";
  return [plain, `${plain}-2`, `${plain}-3`, `${plain}-${unique}`];
}
