import { Button } from "./button.tsx";

type ToastProps = { text: string; action?: { label: string; run: () => void } };

/** A temporary message over a corner of the page. Studio positions it with custom properties. */
export function Toast({ text, action }: ToastProps) {
  return (
    <div
      role="status"
      data-slot="toast"
      className="fixed start-(--toast-start,1rem) z-50 flex max-w-[min(24rem,calc(100vw-2rem))] animate-rise gap-4 rounded-xl bg-ink px-4 py-3 text-small text-canvas shadow-float [inset-block:var(--toast-block,auto_calc(1rem+env(safe-area-inset-bottom)))]"
    >
      <span className="truncate">{text}</span>
      {action && (
        <Button
          variant="plain"
          className="flex-none rounded-sm font-strong underline underline-offset-[0.2em]"
          onClick={action.run}
        >
          {action.label}
        </Button>
      )}
    </div>
  );
}
