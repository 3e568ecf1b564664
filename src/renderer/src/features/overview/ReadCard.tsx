import { useWords } from '../../i18n/words.ts';
import { LinesRead } from '../trace/ReadLines.tsx';
import type { GlanceProps } from './GlanceView.tsx';

/** What the numbers rest on: lines read, those of other programs, and those no rule understood. */
export function ReadCard({ overview: { input, samples, foreignPrograms } }: GlanceProps) {
  const { t } = useWords();
  return (
    <LinesRead
      counts={input}
      samples={samples}
      foreignPrograms={foreignPrograms.map(({ program, lines }) => ({ program, count: lines }))}
      notUnderstood={t('overview:read.not-understood')}
      startOpen={false}
    />
  );
}
