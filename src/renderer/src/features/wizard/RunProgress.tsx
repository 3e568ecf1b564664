import { Button, Progress } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { JobProgress } from '../../../../shared/ipc/contract.ts';
import { useWords } from '../../i18n/words.ts';
import { secondsLeft } from './secondsLeft.ts';
import classes from './RunProgress.module.css';

interface RunProgressProps {
  readonly progress: JobProgress | null;
  readonly startedAt: number;
  /** Logs are read by the byte; commands are just waited for. */
  readonly readsLogs: boolean;
  readonly onCancel: () => void;
}

/** How far the reading is, how long it takes still, and the way out. */
export function RunProgress({ progress, startedAt, readsLogs, onCancel }: RunProgressProps) {
  const { t, format } = useWords();
  const now = useClock();
  const total = progress?.totalBytes ?? null;
  const share = progress !== null && total !== null && total > 0 ? (progress.doneBytes / total) * 100 : null;
  const left = progress === null ? null : secondsLeft({ ...progress, elapsedMs: now - startedAt });
  const counted =
    progress === null || (!readsLogs && progress.doneBytes === 0)
      ? []
      : [
          total === null
            ? t('wizard:running.done', { done: format.size(progress.doneBytes) })
            : t('wizard:running.done-of', {
                done: format.size(progress.doneBytes),
                total: format.size(total),
              }),
        ];
  const words = [
    progress === null
      ? t('wizard:running.starting')
      : t(readsLogs ? 'wizard:running.file' : 'wizard:running.command', { name: progress.label }),
    ...counted,
    ...(readsLogs ? [] : [t('wizard:running.since', { time: format.duration((now - startedAt) / 1000) })]),
    ...(left === null
      ? []
      : [
          left < 2
            ? t('wizard:running.left-soon')
            : t('wizard:running.left', { time: format.duration(left) }),
        ]),
  ];
  return (
    <div className={classes.box}>
      <Progress
        value={share ?? 100}
        animated={share === null}
        striped={share === null}
        size="md"
        aria-label={t(readsLogs ? 'wizard:running.title' : 'wizard:running.title-commands')}
        className={classes.bar ?? ''}
      />
      <span className={classes.words}>{words.join(' · ')}</span>
      <Button
        variant="default"
        size="sm"
        leftSection={<IconPlayerStop size={16} aria-hidden />}
        onClick={onCancel}
      >
        {t(readsLogs ? 'wizard:running.cancel' : 'wizard:running.cancel-commands')}
      </Button>
    </div>
  );
}

/** The time now, twice a second, while something runs. */
function useClock(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return now;
}
