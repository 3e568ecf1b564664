import { useEffect, useState } from 'react';
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

/** From the top down; each is drawn in a task of its own, so that none of them holds up the window. */
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

/** A log at a glance: what stands out first, then how much, when, who and why; each part leads further in. */
export function GlanceView(props: GlanceProps) {
  const [drawn, setDrawn] = useState(2);
  useEffect(() => {
    if (drawn >= parts.length) return;
    const timer = setTimeout(() => setDrawn(drawn + 1));
    return () => clearTimeout(timer);
  }, [drawn]);
  return (
    <div className={classes.cards}>
      {parts.slice(0, drawn).map((Part, place) => (
        <Part key={place} {...props} />
      ))}
    </div>
  );
}
