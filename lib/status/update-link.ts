/** The path that opens an update. It finds the workspace of the member who follows it. */
export function updateLink(updateId: string): string {
  return `/updates/${encodeURIComponent(updateId)}`;
}
