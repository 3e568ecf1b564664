import { Button } from '@mantine/core';
import { IconArrowRight, IconCircleCheck } from '@tabler/icons-react';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { LevelIcon } from '../../ui/LevelIcon.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { GlanceProps } from './GlanceView.tsx';
import classes from './UnusualCard.module.css';

/** What is out of the ordinary, in sentences, with the mails each rests on. It speaks of the whole log, whatever is filtered. */
export function UnusualCard({ overview: { unusual }, looking }: GlanceProps) {
  const { t, say } = useWords();
  const { look } = looking;
  if (unusual.length === 0) {
    return (
      <p className={classes.nothing}>
        <IconCircleCheck size={20} aria-hidden /> {t('overview:stands-out.nothing')}
      </p>
    );
  }
  return (
    <Card title={t('overview:stands-out.title')}>
      <ul className={classes.list}>
        {unusual.map(({ kind, level, message, filter, from, to }, place) => (
          <li key={`${kind} ${String(place)}`} className={classes.thing} data-level={level}>
            <LevelIcon level={level} size={22} />
            <div className={classes.words}>
              <p className={classes.sentence}>
                <Sentence>{say(message)}</Sentence>
              </p>
              {from !== null && to !== null && (
                <p className={classes.when}>{t('overview:filter.from-to', { from, to })}</p>
              )}
            </div>
            {filter !== null && (
              <Button
                size="compact-md"
                variant="default"
                rightSection={<IconArrowRight size={16} aria-hidden />}
                onClick={() => look({ view: 'mails', filter })}
              >
                {t('overview:stands-out.show')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
