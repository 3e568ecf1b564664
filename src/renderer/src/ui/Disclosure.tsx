import { IconChevronRight } from '@tabler/icons-react';
import { useId, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import classes from './Disclosure.module.css';
import { TermPlaceContext, TermScope, useTermPlace } from './termScope.ts';

interface DisclosureProps {
  readonly label: ReactNode;
  /** Opens it from outside; the user may still close it. */
  readonly startOpen?: boolean;
  readonly children: ReactNode;
}

/** A button that shows or hides what belongs to it. What is hidden keeps its state, e.g. half-typed text. */
export function Disclosure({ label, startOpen = false, children }: DisclosureProps) {
  const [chosen, setChosen] = useState<boolean | null>(null);
  const content = useId();
  const { dialog } = useTermPlace();
  // What is hidden must not take the explanation of a word from what is seen.
  const place = useMemo(() => ({ scope: new TermScope(), dialog }), [dialog]);
  const open = chosen ?? startOpen;
  return (
    <div>
      <button
        type="button"
        className={classes.control}
        aria-expanded={open}
        aria-controls={content}
        onClick={() => setChosen(!open)}
      >
        <IconChevronRight size={18} aria-hidden className={classes.arrow} data-open={open || undefined} />
        <span>{label}</span>
      </button>
      <div id={content} hidden={!open} className={classes.content}>
        <TermPlaceContext value={place}>{children}</TermPlaceContext>
      </div>
    </div>
  );
}
