"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { Checkbox } from "./checkbox.tsx";
import { controlClass, errorClass, hintClass, labelClass } from "./control-class.ts";
import { Select } from "./select.tsx";

const fieldClass = "grid content-start gap-1.5";

type FieldProps = Omit<ComponentProps<"input">, "id" | "type"> & {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
};

/** The ids of a field's hint and error for `aria-describedby`. */
function describedBy(id: string, hint: ReactNode, error: string | undefined): string | undefined {
  return [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
}

function Notes({ id, hint, error }: { id: string; hint: ReactNode; error: string | undefined }) {
  return (
    <>
      {hint && (
        <p id={`${id}-hint`} className={hintClass}>
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className={errorClass}>
          {error}
        </p>
      )}
    </>
  );
}

type TextFieldProps = FieldProps & {
  type?: string;
  /** Fixed text before the input. */
  prefix?: string;
};

/** A labeled input; screen readers read its error with it. */
export function Field({ label, hint, error, prefix, className = "", ...input }: TextFieldProps) {
  const id = useId();
  return (
    <div className={`${fieldClass} ${className}`}>
      <label htmlFor={id} className={labelClass}>
        {label}
      </label>
      <span className="relative block">
        {prefix && (
          <span
            aria-hidden
            className="pointer-events-none absolute inset-y-0 start-3.25 flex items-center text-base text-ink-muted sm:text-body"
          >
            {prefix}
          </span>
        )}
        <input
          id={id}
          className={`${controlClass} min-h-10 ${prefix ? "ps-8.25" : ""}`}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy(id, hint, error)}
          {...input}
        />
      </span>
      <Notes id={id} hint={hint} error={error} />
    </div>
  );
}

/** A checkbox with a label and a hint. */
export function CheckField({ label, hint, error, ...input }: FieldProps) {
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-2.5 gap-y-0.5 *:[p]:col-start-2">
      <Checkbox
        id={id}
        className="translate-y-0.5"
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        {...input}
      />
      <label htmlFor={id} className={labelClass}>
        {label}
      </label>
      <Notes id={id} hint={hint} error={error} />
    </div>
  );
}

type AreaProps = Omit<ComponentProps<"textarea">, "id"> & {
  label: string;
  /** Starts taller; it grows with its text in any case. */
  isTall?: boolean;
  hint?: ReactNode;
  error?: string | undefined;
};

/** Like `Field`, for multi-line text. */
export function AreaField({ label, hint, error, isTall = false, ...area }: AreaProps) {
  const id = useId();
  return (
    <div className={fieldClass}>
      <label htmlFor={id} className={labelClass}>
        {label}
      </label>
      <textarea
        id={id}
        className={`${controlClass} resize-y leading-normal ${isTall ? "field-sizing-content max-h-128 min-h-56" : "min-h-28"}`}
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
  return (
    <div className={fieldClass}>
      <label htmlFor={id} className={labelClass}>
        {label}
      </label>
      <Select id={id} aria-describedby={hint ? `${id}-hint` : undefined} {...select}>
        {children}
      </Select>
      {hint && (
        <p id={`${id}-hint`} className={hintClass}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** The error of a form as a whole. Always rendered, so that screen readers announce it when it appears. */
export function FormError({ children }: { children: ReactNode }) {
  return (
    <div
      role="alert"
      className="rounded-control bg-danger-wash px-3.5 py-2.5 text-small text-danger"
      hidden={!children}
    >
      {children}
    </div>
  );
}
