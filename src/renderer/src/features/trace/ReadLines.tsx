import type { ReactNode } from 'react';
import type { Evidence } from '../../../../core/playbook/verdict.ts';
import type { TraceFindings } from '../../../../core/playbooks/trace/findings.ts';
import type { LineCounts } from '../../../../core/postfix/tracedMessage.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { EvidenceLines } from '../../ui/EvidenceLines.tsx';
import classes from './ReadLines.module.css';

interface ReadLinesProps {
  readonly findings: TraceFindings;
  /** Then what the files cover is the answer, and shown at once. */
  readonly isNothingFound: boolean;
}

/** Which lines the answer rests on: how many, what they cover, and which were not understood. */
export function ReadLines({ findings, isNothingFound }: ReadLinesProps) {
  const { t } = useWords();
  const { counts, coverage, samples, foreignPrograms } = findings;
  return (
    <LinesRead
      counts={counts}
      samples={samples}
      foreignPrograms={foreignPrograms}
      notUnderstood={t('trace-view:lines.not-understood-text')}
      startOpen={isNothingFound || counts.notUnderstood > 0}
    >
      <ul className={classes.files}>
        {coverage.map((log) => (
          <li key={log.file}>
            <strong>{log.file}</strong>
            <span>{t('trace-view:lines.file-lines', { count: log.counts.lines })}</span>
            <span>
              {log.from === null || log.to === null
                ? t('trace-view:lines.no-time')
                : t('trace-view:lines.covers', { from: log.from, to: log.to })}
            </span>
          </li>
        ))}
      </ul>
    </LinesRead>
  );
}

interface LinesReadProps {
  readonly counts: LineCounts;
  /** Postfix lines without a rule, the first few. */
  readonly samples: readonly Evidence[];
  readonly foreignPrograms: TraceFindings['foreignPrograms'];
  /** What it means for the answer that they were not understood. */
  readonly notUnderstood: string;
  readonly startOpen: boolean;
  /** What the lines cover. */
  readonly children?: ReactNode;
}

/** How many lines were read, whose they are, and which no rule understood. */
export function LinesRead(props: LinesReadProps) {
  const { counts, samples, foreignPrograms, notUnderstood, startOpen, children } = props;
  const { t, format } = useWords();
  return (
    <Card title={t('trace-view:lines.title')} quiet>
      <p className={classes.summary}>
        {t('trace-view:lines.summary', {
          count: counts.lines,
          understood: counts.understood,
          foreign: counts.foreign,
          notUnderstood: counts.notUnderstood,
        })}
      </p>
      <Disclosure label={t('trace-view:lines.show')} startOpen={startOpen}>
        <div className={classes.parts}>
          {children}
          {foreignPrograms.length > 0 && (
            <section>
              <h3 className={classes.heading}>{t('trace-view:lines.foreign')}</h3>
              <ul className={classes.programs}>
                {foreignPrograms.map(({ program, count }) => (
                  <li key={program}>
                    {program === '' ? t('trace-view:lines.no-log-line') : <code>{program}</code>}{' '}
                    {format.number(count)}
                  </li>
                ))}
              </ul>
            </section>
          )}
          {counts.notUnderstood === 0 && counts.understood > 0 && (
            <p>{t('trace-view:lines.all-understood')}</p>
          )}
          {samples.length > 0 && (
            <section>
              <h3 className={classes.heading}>{t('trace-view:lines.not-understood')}</h3>
              <p>{notUnderstood}</p>
              <EvidenceLines lines={samples} label={t('trace-view:lines.not-understood')} />
            </section>
          )}
        </div>
      </Disclosure>
    </Card>
  );
}
