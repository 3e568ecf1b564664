import { memo, startTransition, useEffect, useState } from 'react';
import type { LogOverview } from '../../../../core/logIndex/logOverview.ts';
import { DelayCard } from './DelayCard.tsx';
import classes from './GlanceView.module.css';
import { ReadCard } from './ReadCard.tsx';
import { ReasonsCard } from './ReasonsCard.tsx';
import { StatusCard } from './StatusCard.tsx';
import { TimeCard } from './TimeCard.tsx';
import { TopCards } from './TopCards.tsx';
import { TotalsCard } from './TotalsCard.tsx';
import { UnusualCard } from './UnusualCard.tsx';
import type { LookingAt } from './useLooking.ts';

export interface GlanceProps {
  readonly overview: LogOverview;
  readonly looking: LookingAt;
}

/** From the top down; they come one after the other, so that none of them holds up the window. */
const parts = [
  UnusualCard,
  TotalsCard,
  TimeCard,
  (props: GlanceProps) => (
    <div className={classes.pair}>
      <StatusCard {...props} />
      <DelayCard {...props} />
    </div>
  ),
  ReasonsCard,
  TopCards,
  ReadCard,
] as const;

/**
 * A log at a glance: what stands out first, then how much, when, who and why; each part leads further in. Drawn anew only when
 * it is given something else: the page gives it new answers when there is time.
 */
export const GlanceView = memo(function GlanceView(props: GlanceProps) {
  const [drawn, setDrawn] = useState(2);
  useEffect(() => {
    if (drawn >= parts.length) return;
    // A transition is worked at in slices of a few milliseconds.
    const timer = setTimeout(() => startTransition(() => setDrawn(drawn + 1)));
    return () => clearTimeout(timer);
  }, [drawn]);
  return (
    <div className={classes.cards}>
      {parts.slice(0, drawn).map((Part, place) => (
        <Part key={place} {...props} />
      ))}
    </div>
  );
});
