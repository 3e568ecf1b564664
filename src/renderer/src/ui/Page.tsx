import { Title } from '@mantine/core';
import { useEffect, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../i18n/words.ts';
import classes from './Page.module.css';
import { TermPlaceContext, TermScope } from './termScope.ts';

/** Whether a page was shown before: the first one must not take the focus away from where the window put it. */
let shownBefore = false;

interface PageProps {
  readonly title: string;
  readonly kicker?: string;
  readonly lead?: ReactNode;
  /** Stands beside the heading. */
  readonly badge?: ReactNode;
  /** Changes when the page is about something else though the component stays. */
  readonly about?: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A page with its heading. A change of page moves the focus to that heading, so that nobody is left in the dark. */
export function Page({ title, kicker, lead, badge, about, wide = false, children }: PageProps) {
  const { t } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const place = useMemo(() => ({ scope: new TermScope(), dialog: null }), []);
  useEffect(() => {
    document.title = t('common:app.page-title', { page: title });
  }, [t, title]);
  useEffect(() => {
    if (shownBefore) {
      heading.current?.focus({ preventScroll: true });
      window.scrollTo({ top: 0 });
    }
    shownBefore = true;
  }, [about]);
  return (
    <TermPlaceContext value={place}>
      <div className={wide ? classes.wide : classes.page}>
        <header className={classes.heading}>
          {kicker !== undefined && <p className={classes.kicker}>{kicker}</p>}
          <div className={classes.titleLine}>
            <Title order={1} ref={heading} tabIndex={-1}>
              {title}
            </Title>
            {badge}
          </div>
          {lead !== undefined && <p className={classes.lead}>{lead}</p>}
        </header>
        {children}
      </div>
    </TermPlaceContext>
  );
}
