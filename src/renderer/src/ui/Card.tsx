import type { ReactNode } from 'react';
import { useId } from 'react';
import classes from './Card.module.css';

interface CardProps {
  readonly title?: string;
  /** Shown at the right of the title. */
  readonly aside?: ReactNode;
  readonly quiet?: boolean;
  readonly children: ReactNode;
}

/** A sheet of paper with a heading; a region of the page for screen readers when it has one. */
export function Card({ title, aside, quiet = false, children }: CardProps) {
  const heading = useId();
  return (
    <section
      className={classes.card}
      data-quiet={quiet || undefined}
      aria-labelledby={title ? heading : undefined}
    >
      {title !== undefined && (
        <div className={classes.head}>
          <h2 id={heading} className={classes.title}>
            {title}
          </h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  );
}
