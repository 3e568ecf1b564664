import { Button, useComputedColorScheme } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { useCallback, useMemo } from 'react';
import { useWords } from '../../i18n/words.ts';
import { uprightBars } from './charts/barsOption.ts';
import { Chart } from './charts/Chart.tsx';
import { ChartCard } from './charts/ChartCard.tsx';
import { chartColours } from './charts/chartColours.ts';
import type { ChartColours } from './charts/chartColours.ts';
import type { GlanceProps } from './GlanceView.tsx';

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `10 min`: nine of them stand side by side. */
function shortDuration(language: string, seconds: number): string {
  const [unit, length] = units.find(([, size]) => seconds >= size) ?? ['second', 1];
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(
    seconds / length,
  );
}

/** How long deliveries took. The list can be sorted by that, so a bar leads to the slowest first. */
export function DelayCard({ overview: { delays }, looking: { look } }: GlanceProps) {
  const { t, format, language } = useWords();
  const scheme = useComputedColorScheme('light');
  const bands = useMemo(
    () =>
      delays.map(({ upToSeconds, count }, place) => ({
        name:
          upToSeconds === null
            ? t('overview:delays.longer', { seconds: delays[place - 1]?.upToSeconds ?? 0 })
            : t('overview:delays.up-to', { seconds: upToSeconds }),
        short:
          upToSeconds === null
            ? `> ${shortDuration(language, delays[place - 1]?.upToSeconds ?? 0)}`
            : `≤ ${shortDuration(language, upToSeconds)}`,
        count,
      })),
    [delays, t, language],
  );
  const optionIn = useCallback(
    (colours: ChartColours) =>
      uprightBars({
        bars: bands.map(({ short, count }) => ({ name: short, count })),
        number: format.number,
        colours,
      }),
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
            height={190}
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
      table={
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
      }
    />
  );
}
