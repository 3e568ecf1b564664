import { Alert, Button, Textarea } from '@mantine/core';
import { IconClipboardText, IconFileText, IconFlask, IconFolderOpen, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { chooseLogFiles } from '../../app/openLogs.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { chooseSource, enterPasted, removeFile, useCase } from '../wizard/caseStore.ts';
import type { SourceKind } from '../wizard/caseStore.ts';
import classes from './SourcePicker.module.css';

interface SourcePickerProps {
  /** Said when the user wants to start without a source. */
  readonly problem: string | null;
}

/** Where to look: files of this computer, the sample that comes with the app, or pasted lines. */
export function SourcePicker({ problem }: SourcePickerProps) {
  const { t, say } = useWords();
  const { sourceKind, filesProblem } = useCase();
  return (
    <Card title={t('intake:title')}>
      <div className={classes.ways} role="group" aria-label={t('intake:title')}>
        <Way
          kind="files"
          icon={<IconFolderOpen size={22} aria-hidden />}
          name={t('intake:choose')}
          text={t('intake:choose-text')}
          onChoose={() => void chooseLogFiles()}
        />
        <Way
          kind="sample"
          icon={<IconFlask size={22} aria-hidden />}
          name={t('intake:sample')}
          text={t('intake:sample-text')}
          onChoose={() => chooseSource('sample')}
        />
        <Way
          kind="pasted"
          icon={<IconClipboardText size={22} aria-hidden />}
          name={t('intake:paste')}
          text={t('intake:paste-text')}
          onChoose={() => chooseSource('pasted')}
        />
      </div>
      <p className={classes.drop}>{t('intake:drop')}</p>
      {filesProblem !== null && (
        <Alert color="red" variant="outline" role="alert" title={t('intake:failed')} mt="sm">
          {say(filesProblem.message)}
        </Alert>
      )}
      <div aria-live="polite">
        {sourceKind === 'sample' && <p className={classes.chosen}>{t('intake:chosen.sample')}</p>}
        {sourceKind === 'files' && <ChosenFiles />}
        {sourceKind === 'pasted' && <PastedLines />}
      </div>
      {problem !== null && <p className={classes.problem}>{problem}</p>}
    </Card>
  );
}

interface WayProps {
  readonly kind: SourceKind;
  readonly icon: ReactNode;
  readonly name: string;
  readonly text: string;
  readonly onChoose: () => void;
}

function Way({ kind, icon, name, text, onChoose }: WayProps) {
  const isChosen = useCase((state) => state.sourceKind === kind);
  const about = `source-${kind}-text`;
  return (
    <div className={classes.way} data-chosen={isChosen || undefined}>
      <button
        type="button"
        className={classes.choose}
        aria-pressed={isChosen}
        aria-describedby={about}
        onClick={onChoose}
      >
        {icon}
        {name}
      </button>
      <p id={about} className={classes.text}>
        {text}
      </p>
    </div>
  );
}

function ChosenFiles() {
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
      <Button variant="subtle" size="compact-sm" onClick={() => void chooseLogFiles()}>
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
