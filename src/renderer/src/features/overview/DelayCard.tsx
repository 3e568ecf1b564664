import { Button, useComputedColorScheme } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useWords } from '../../i18n/words.ts';
import { lyingBars } from './charts/barsOption.ts';
import { Chart } from './charts/Chart.tsx';
import { ChartCard } from './charts/ChartCard.tsx';
import { chartColours } from './charts/chartColours.ts';
import type { ChartColours } from './charts/chartColours.ts';
import type { GlanceProps } from './GlanceView.tsx';

/** How long deliveries took. The list can be sorted by that, so a bar leads to the slowest first. */
export function DelayCard({ overview: { delays }, looking: { look } }: GlanceProps) {
  const { t, format } = useWords();
  const scheme = useComputedColorScheme('light');
  const bands = useMemo(
    () =>
      delays.map(({ upToSeconds, count }, place) => ({
        name:
          upToSeconds === null
            ? t('overview:delays.longer', { seconds: delays[place - 1]?.upToSeconds ?? 0 })
            : t('overview:delays.up-to', { seconds: upToSeconds }),
        count,
      })),
    [delays, t],
  );
  const optionIn = useCallback(
    (colours: ChartColours) => lyingBars({ bars: bands, number: format.number, colours }),
    [bands, format],
  );
  const option = useMemo(() => optionIn(chartColours(scheme)), [optionIn, scheme]);
  const showSlowest = useCallback(
    () => look({ view: 'mails', order: { by: 'delaySeconds', descending: true } }),
    [look],
  );
  return (
    <ChartCard
      title={t('overview:delays.title')}
      picture={() => ({ option: optionIn, height: 320 })}
      chart={
        <>
          <Chart
            option={option}
            label={bands.map(({ name, count }) => `${name}: ${format.number(count)}`).join(', ')}
            height={28 * bands.length}
            onPick={showSlowest}
          />
          <Button
            mt="xs"
            size="compact-sm"
            variant="subtle"
            rightSection={<IconArrowRight size={16} aria-hidden />}
            onClick={showSlowest}
          >
            {t('overview:delays.slowest')}
          </Button>
        </>
      }
      table={() => (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('overview:delays.column')}</th>
              <th scope="col">{t('overview:delays.count')}</th>
            </tr>
          </thead>
          <tbody>
            {bands.map(({ name, count }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{format.number(count)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    />
  );
}
