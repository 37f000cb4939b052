import type { ReactNode } from "react";

type EmptyProps = { title: string; className?: string; icon?: ReactNode; children: ReactNode };

/** Shown instead of an empty list. */
export function Empty({ title, className = "max-w-136", icon, children }: EmptyProps) {
  return (
    <div className={`grid justify-items-start gap-3 py-10 ${className}`}>
      {icon}
      <h2 className="text-lg font-semibold">{title}</h2>
      {children}
    </div>
  );
}
