export function Thinking({ label }: { label: string }) {
  return (
    <p className="thinking" role="status">
      <span className="thinking-dots" aria-hidden>
        <i />
        <i />
        <i />
      </span>
      {label}
    </p>
  );
}
