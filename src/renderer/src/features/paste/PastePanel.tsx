import { Alert, Button, Textarea } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import type { CommandToPaste, RecognisedPaste } from '../../../../shared/ipc/contract.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { CopyText } from '../../ui/CopyText.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { stepKey, useCase } from '../wizard/caseStore.ts';
import classes from './PastePanel.module.css';
import { handIn, takeAsItIs, typePaste } from './pasteRounds.ts';
import type { PasteQuestion } from './pasteRounds.ts';

/** Commands somebody else runs, and a box for what each of them answered. */
export function PastePanel({ question }: { readonly question: PasteQuestion }) {
  const { t, say } = useWords();
  const key = stepKey(question.wizard, question.step);
  const rounds = useCase((state) => state.pastes[key]);
  const [busy, setBusy] = useState(false);
  const asked = rounds?.asked ?? [];
  const typed = rounds?.typed ?? [];
  if (rounds === undefined || (asked.length === 0 && rounds.problem === null)) return null;
  const isEmpty = asked.every((_, index) => (typed[index] ?? '').trim() === '');
  const isDoubtful = rounds.recognised.some(({ problem }) => problem !== null);
  const during = async (work: Promise<void>): Promise<void> => {
    setBusy(true);
    await work;
    setBusy(false);
  };
  const all = asked.map(({ line }) => line).join('\n');
  return (
    <Card
      title={
        rounds.taken.length === 0
          ? t('paste:title', { count: asked.length })
          : t('paste:title-more', { count: asked.length })
      }
      aside={
        asked.length > 1 ? <CopyText text={all} what={t('paste:all')} label={t('paste:copy-all')} /> : null
      }
    >
      <p className={classes.hint}>
        <Sentence>{t('paste:hint')}</Sentence>
      </p>
      <ol className={classes.list}>
        {asked.map((command, index) => (
          <PasteBox
            key={`${command.command} ${command.label}`}
            command={command}
            number={index + 1}
            text={typed[index] ?? ''}
            recognised={rounds.recognised[index] ?? null}
            onType={(text) => typePaste(key, index, text)}
          />
        ))}
      </ol>
      {rounds.problem !== null && (
        <Alert color="red" variant="outline" role="alert" mt="md">
          {say(rounds.problem.message)}
        </Alert>
      )}
      <div className={classes.actions}>
        <Button loading={busy} disabled={isEmpty} onClick={() => void during(handIn(question))}>
          {t('paste:hand-in')}
        </Button>
        {isDoubtful && (
          <Button variant="default" disabled={busy} onClick={() => void during(takeAsItIs(question))}>
            {t('paste:as-it-is')}
          </Button>
        )}
      </div>
    </Card>
  );
}

interface PasteBoxProps {
  readonly command: CommandToPaste;
  readonly number: number;
  readonly text: string;
  readonly recognised: RecognisedPaste | null;
  readonly onType: (text: string) => void;
}

function PasteBox({ command, number, text, recognised, onType }: PasteBoxProps) {
  const { t } = useWords();
  return (
    <li className={classes.item}>
      <div className={classes.command}>
        <code className={classes.line}>{command.line}</code>
        <CopyText text={command.line} what={t('paste:command', { number })} />
      </div>
      <Textarea
        size="sm"
        rows={5}
        label={t('paste:output', { number })}
        placeholder={t('paste:placeholder')}
        spellCheck={false}
        classNames={{ input: classes.mono ?? '' }}
        value={text}
        onChange={({ currentTarget }) => onType(currentTarget.value)}
      />
      {recognised !== null && <Recognition recognised={recognised} />}
    </li>
  );
}

function Recognition({ recognised }: { readonly recognised: RecognisedPaste }) {
  const { t, say } = useWords();
  const { problem, name, hints, kind } = recognised;
  const isKnown = kind !== 'unknown' && kind !== 'empty';
  return (
    <div role="status" className={classes.recognised} data-problem={problem !== null || undefined}>
      {problem === null ? (
        <IconCircleCheck size={20} aria-hidden />
      ) : (
        <IconAlertTriangle size={20} aria-hidden />
      )}
      <div>
        <p>{problem === null ? t('paste:recognised', { name: say(name) }) : say(problem)}</p>
        {problem !== null && isKnown && <p>{t('paste:looks-like', { name: say(name) })}</p>}
        {hints.map((hint) => (
          <p key={hint.key}>{say(hint)}</p>
        ))}
      </div>
    </div>
  );
}
