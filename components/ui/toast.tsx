type ToastProps = { text: string; action: string; onAction: () => void };

export function Toast({ text, action, onAction }: ToastProps) {
  return (
    <div role="status" className="toast">
      <span className="truncate">{text}</span>
      <button type="button" className="text-button" onClick={onAction}>
        {action}
      </button>
    </div>
  );
}
