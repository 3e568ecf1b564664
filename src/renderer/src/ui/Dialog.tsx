import { useEffect, useId, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import classes from './Dialog.module.css';
import { TermPlaceContext, TermScope } from './termScope.ts';

interface DialogProps {
  readonly title: string;
  readonly tone?: 'plain' | 'warning' | 'problem';
  /** Escape, or the window's own way of closing it. */
  readonly onCancel: () => void;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/**
 * A question that must be answered before anything else. The browser's own modal dialog: it keeps the focus inside, makes
 * the rest inert, and gives the focus back to where it came from. Shown for as long as it is drawn. The focus begins at
 * what is marked `data-autofocus`.
 */
export function Dialog({ title, tone = 'plain', onCancel, wide = false, children }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const place = useMemo(() => ({ scope: new TermScope(), dialog: box }), []);
  useEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    if (dialog !== null && !dialog.open) dialog.showModal();
    dialog?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      dialog?.close();
      const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
      // What was clicked may be gone: the page goes on to the step in question before it asks.
      if (isThere) before.focus();
      else document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={box}
      className={classes.dialog}
      data-tone={tone}
      data-wide={wide || undefined}
      aria-labelledby={heading}
      onCancel={(event) => {
        // Closing is the owner's, so that what is shown and what is known stay the same.
        event.preventDefault();
        onCancel();
      }}
    >
      <h2 id={heading} className={classes.title}>
        {title}
      </h2>
      <TermPlaceContext value={place}>{children}</TermPlaceContext>
    </dialog>
  );
}

/** Buttons of a dialog; the one that changes nothing comes first. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}
