"use client";

import { type ComponentProps, type ReactNode, useId, useRef } from "react";
import { useTypedEarly } from "./use-typed-early.ts";

type FieldProps = Omit<ComponentProps<"input">, "id"> & {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
};

/** The ids of what is said beside a field, for who hears it. */
function describedBy(id: string, hint: ReactNode, error: string | undefined): string | undefined {
  return [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
}

function Notes({ id, hint, error }: { id: string; hint: ReactNode; error: string | undefined }) {
  return (
    <>
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="field-error">
          {error}
        </p>
      )}
    </>
  );
}

/** A labelled input; what is wrong with it is read out with it. */
export function Field({ label, hint, error, className = "", ...input }: FieldProps) {
  const id = useId();
  const holder = useRef<HTMLDivElement>(null);
  useTypedEarly(holder);
  return (
    <div className={`field ${className}`} ref={holder}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        {...input}
      />
      <Notes id={id} hint={hint} error={error} />
    </div>
  );
}

/** A box to tick, with what it means beside it. */
export function CheckField({ label, hint, error, ...input }: FieldProps) {
  const id = useId();
  const holder = useRef<HTMLDivElement>(null);
  useTypedEarly(holder);
  return (
    <div className="check-field" ref={holder}>
      <input
        id={id}
        type="checkbox"
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        {...input}
      />
      <label htmlFor={id}>{label}</label>
      <Notes id={id} hint={hint} error={error} />
    </div>
  );
}

type AreaProps = Omit<ComponentProps<"textarea">, "id"> & {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
};

/** As `Field`, for text of several lines. */
export function AreaField({ label, hint, error, ...area }: AreaProps) {
  const id = useId();
  const holder = useRef<HTMLDivElement>(null);
  useTypedEarly(holder);
  return (
    <div className="field" ref={holder}>
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        {...area}
      />
      <Notes id={id} hint={hint} error={error} />
    </div>
  );
}

type SelectProps = Omit<ComponentProps<"select">, "id"> & {
  label: string;
  hint?: ReactNode;
  children: ReactNode;
};

export function SelectField({ label, hint, children, ...select }: SelectProps) {
  const id = useId();
  const holder = useRef<HTMLDivElement>(null);
  useTypedEarly(holder);
  return (
    <div className="field" ref={holder}>
      <label htmlFor={id}>{label}</label>
      <select id={id} aria-describedby={hint ? `${id}-hint` : undefined} {...select}>
        {children}
      </select>
      {hint && (
        <p id={`${id}-hint`} className="field-hint">
          {hint}
        </p>
      )}
    </div>
  );
}

/** What went wrong with a form as a whole. Always in the page, so that it is read out when it fills. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className="form-error" hidden={!children}>
      {children}
    </div>
  );
}
