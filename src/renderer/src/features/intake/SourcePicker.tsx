import { Alert, Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { IconClipboardText, IconFileText, IconFolderOpen, IconX } from '@tabler/icons-react';
import type { Step } from '../../../../core/playbook/model.ts';
import { chooseLogFiles, chooseOutputFiles } from '../../app/openLogs.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { canAnswer, chooseSource, enterPasted, removeFile, useCase } from '../wizard/caseStore.ts';
import { ChosenServer, ServerWays, useHasServer, WhichBlueMind } from './ServerWays.tsx';
import { Way } from './Way.tsx';
import classes from './SourcePicker.module.css';

interface SourcePickerProps {
  readonly step: Step;
  /** Said when a step was started without a source. */
  readonly problem: string | null;
}

/** Where to look: a server, the simulated one, files of this computer, text pasted here, or the sample log. */
export function SourcePicker({ step, problem }: SourcePickerProps) {
  const { t, say } = useWords();
  const { sourceKind, filesProblem } = useCase();
  const readsLogs = step.acquire.kind === 'logs';
  const isUsable = sourceKind !== null && canAnswer(sourceKind, step);
  const [isOpen, setIsOpen] = useState(false);
  const hasServer = useHasServer();
  // Once a server is chosen the other ways only stand in the way.
  if (hasServer && !isOpen) {
    return (
      <Card
        title={t('intake:title')}
        aside={
          <Button size="compact-sm" variant="subtle" onClick={() => setIsOpen(true)}>
            {t('intake:elsewhere')}
          </Button>
        }
      >
        <ChosenServer readsLogs={readsLogs} />
      </Card>
    );
  }
  return (
    <Card title={t('intake:title')}>
      <div className={classes.ways} role="group" aria-label={t('intake:title')}>
        <ServerWays />
        {readsLogs ? (
          <Way
            kind="files"
            icon={<IconFolderOpen size={22} aria-hidden />}
            name={t('intake:choose')}
            text={t('intake:choose-text')}
            onChoose={() => void chooseLogFiles()}
          />
        ) : (
          step.kind === 'reads' && (
            <Way
              kind="files"
              icon={<IconFolderOpen size={22} aria-hidden />}
              name={t('intake:outputs')}
              text={t('intake:outputs-text')}
              onChoose={() => void chooseOutputFiles()}
            />
          )
        )}
        {(readsLogs || step.kind === 'reads') && (
          <Way
            kind="pasted"
            icon={<IconClipboardText size={22} aria-hidden />}
            name={t(readsLogs ? 'intake:paste' : 'intake:ask-somebody')}
            text={t(readsLogs ? 'intake:paste-text' : 'intake:ask-somebody-text')}
            onChoose={() => chooseSource('pasted')}
          />
        )}
        {readsLogs && (
          <Way
            kind="sample"
            icon={<IconFileText size={22} aria-hidden />}
            name={t('intake:sample')}
            text={t('intake:sample-text')}
            onChoose={() => chooseSource('sample')}
          />
        )}
      </div>
      {readsLogs && <p className={classes.drop}>{t('intake:drop')}</p>}
      {filesProblem !== null && (
        <Alert color="red" variant="outline" role="alert" title={t('intake:failed')} mt="sm">
          {say(filesProblem.message)}
        </Alert>
      )}
      <div aria-live="polite">
        {isUsable && sourceKind === 'sample' && <p className={classes.chosen}>{t('intake:chosen.sample')}</p>}
        {isUsable && sourceKind === 'files' && <ChosenFiles readsLogs={readsLogs} />}
        {isUsable && sourceKind === 'pasted' && readsLogs && <PastedLines />}
        {isUsable && sourceKind === 'server' && <ChosenServer readsLogs={readsLogs} />}
      </div>
      {!readsLogs && (sourceKind === 'pasted' || sourceKind === 'files') && <WhichBlueMind />}
      {problem !== null && <p className={classes.problem}>{problem}</p>}
    </Card>
  );
}

function ChosenFiles({ readsLogs }: { readonly readsLogs: boolean }) {
  const { t, format } = useWords();
  const files = useCase((state) => state.files);
  return (
    <>
      <p className={classes.chosen}>{t('intake:chosen.files', { count: files.length })}</p>
      <ul className={classes.files}>
        {files.map((file) => (
          <li key={file.id} className={classes.file}>
            <IconFileText size={18} aria-hidden />
            <span>{t('intake:file', { name: file.name, size: format.size(file.size) })}</span>
            <button
              type="button"
              className={classes.remove}
              aria-label={t('intake:remove-file', { name: file.name })}
              title={t('common:remove')}
              onClick={() => removeFile(file.id)}
            >
              <IconX size={16} aria-hidden />
            </button>
          </li>
        ))}
      </ul>
      <Button
        variant="subtle"
        size="compact-sm"
        onClick={() => void (readsLogs ? chooseLogFiles() : chooseOutputFiles())}
      >
        {t('intake:add')}
      </Button>
    </>
  );
}

function PastedLines() {
  const { t } = useWords();
  const pasted = useCase((state) => state.pasted);
  const count = pasted.split('\n').filter((line) => line.trim() !== '').length;
  return (
    <div className={classes.paste}>
      <Textarea
        label={t('intake:paste-label')}
        description={count === 0 ? undefined : t('intake:chosen.pasted', { count })}
        rows={6}
        spellCheck={false}
        classNames={{ input: classes.mono ?? '' }}
        value={pasted}
        onChange={({ currentTarget }) => enterPasted(currentTarget.value)}
      />
    </div>
  );
}
