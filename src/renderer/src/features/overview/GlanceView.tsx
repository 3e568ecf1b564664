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

/** A log at a glance: what stands out first, then how much, when, who and why; each part leads further in. */
export function GlanceView(props: GlanceProps) {
  return (
    <div className={classes.cards}>
      <UnusualCard {...props} />
      <TotalsCard {...props} />
      <TimeCard {...props} />
      <div className={classes.pair}>
        <StatusCard {...props} />
        <DelayCard {...props} />
      </div>
      <ReasonsCard {...props} />
      <TopCards {...props} />
      <ReadCard {...props} />
    </div>
  );
}
