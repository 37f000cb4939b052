type ProgressProps = { share: number; label: string; className?: string };

/** A thin progress bar; `share` is 0 to 1. */
export function Progress({ share, label, className = "" }: ProgressProps) {
  return <progress className={`progress ${className}`} value={share} max={1} aria-label={label} />;
}
