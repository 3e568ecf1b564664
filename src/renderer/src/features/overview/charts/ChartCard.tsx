import { Button } from '@mantine/core';
import { IconChartBar, IconPhotoDown, IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useWords } from '../../../i18n/words.ts';
import { Card } from '../../../ui/Card.tsx';
import { SavePicture } from '../SavePicture.tsx';
import type { DrawPicture } from '../SavePicture.tsx';
import classes from './ChartCard.module.css';

interface ChartCardProps {
  readonly title: string;
  readonly hint?: string;
  readonly chart: ReactNode;
  /** The same in rows and buttons; made when it is wanted. */
  readonly table: () => ReactNode;
  readonly picture: DrawPicture;
}

/** A chart, the table that says the same, and the way to take it along as a picture. */
export function ChartCard({ title, hint, chart, table, picture }: ChartCardProps) {
  const { t } = useWords();
  const [isTable, setIsTable] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  return (
    <Card
      title={title}
      aside={
        <div className={classes.tools}>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={
              isTable ? <IconChartBar size={16} aria-hidden /> : <IconTable size={16} aria-hidden />
            }
            aria-label={t(isTable ? 'overview:chart.as-chart-named' : 'overview:chart.as-table-named', {
              chart: title,
            })}
            onClick={() => setIsTable(!isTable)}
          >
            {t(isTable ? 'overview:chart.as-chart' : 'overview:chart.as-table')}
          </Button>
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPhotoDown size={16} aria-hidden />}
            aria-label={t('overview:chart.save-named', { chart: title })}
            onClick={() => setIsSaving(true)}
          >
            {t('overview:chart.save')}
          </Button>
        </div>
      }
    >
      {hint !== undefined && <p className={classes.hint}>{hint}</p>}
      {isTable ? <div className={classes.table}>{table()}</div> : chart}
      {isSaving && <SavePicture title={title} picture={picture} onClose={() => setIsSaving(false)} />}
    </Card>
  );
}
