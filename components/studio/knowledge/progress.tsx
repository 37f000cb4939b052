/** A thin bar; `share` from 0 to 1. */
export function Progress({ share, label }: { share: number; label: string }) {
  return <progress className="thin-progress" value={share} max={1} aria-label={label} />;
}
