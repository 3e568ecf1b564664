import { Alert, Button, NativeSelect } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { tellMessage } from '../../../../core/playbooks/trace/tellMessage.ts';
import { tellingRecipient } from '../../../../core/logIndex/tellingRecipient.ts';
import type { Remedy } from '../../../../core/playbook/verdict.ts';
import type { TracedMessage, TracedRecipient } from '../../../../core/postfix/tracedMessage.ts';
import { AskFailed, askOrThrow } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { MessageDetail } from '../trace/MessageDetail.tsx';
import { enterFacts } from '../wizard/caseStore.ts';
import { NextSteps } from '../wizard/NextSteps.tsx';
import classes from './MailPanel.module.css';
import { isIndexLost, useReadAgain } from './useReadAgain.ts';

interface MailPanelProps {
  readonly index: string;
  readonly row: number;
  readonly onClose: () => void;
}

/** The open mail: whose recipient is looked at, its story, and where to go from here. */
export function MailPanel({ index, row, onClose }: MailPanelProps) {
  const { t, say } = useWords();
  const readAgain = useReadAgain();
  const answer = useQuery({
    queryKey: ['logs', index, 'message', row],
    queryFn: () => askOrThrow('logs.message', { index, row }),
  });
  return (
    <div className={classes.panel}>
      <div>
        <Button
          size="compact-md"
          variant="subtle"
          leftSection={<IconX size={16} aria-hidden />}
          onClick={onClose}
        >
          {t('overview:mail.close')}
        </Button>
      </div>
      {answer.isPending && <p role="status">{t('overview:mail.loading')}</p>}
      {answer.error instanceof AskFailed && (
        <Alert color="red" variant="outline" role="alert">
          <p className={classes.failed}>{say(answer.error.error.message)}</p>
          {isIndexLost(answer.error.error) && (
            <Button size="compact-md" variant="default" onClick={() => void readAgain()}>
              {t('overview:again')}
            </Button>
          )}
        </Alert>
      )}
      {answer.data !== undefined && <OpenMail message={answer.data} />}
    </div>
  );
}

/** The recipient whose story is told first: the one the row in the list speaks of. */
const mostTelling = (recipients: readonly TracedRecipient[]): TracedRecipient | null =>
  recipients[tellingRecipient(recipients.map(({ status }) => status))] ?? null;

function OpenMail({ message }: { readonly message: TracedMessage }) {
  const { t } = useWords();
  const { recipients } = message;
  const [chosen, setChosen] = useState<string | null>(null);
  const recipient = recipients.find(({ address }) => address === chosen) ?? mostTelling(recipients);
  const remedies: readonly Remedy[] = [
    ...tellMessage(message, recipient).next,
    { kind: 'wizard', wizard: 'trace', text: { key: 'overview:mail.trace' } },
  ];
  return (
    <>
      {recipients.length > 1 && (
        <NativeSelect
          size="sm"
          label={t('overview:mail.which-recipient', { count: recipients.length })}
          value={recipient?.address ?? ''}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data={[...new Set(recipients.map(({ address }) => address))].map((address) => ({
            value: address,
            label: `${address} – ${statusOf(recipients, address)}`,
          }))}
        />
      )}
      <MessageDetail key={recipient?.address ?? ''} row={{ message, recipient }} takeFocus />
      <Card title={t('wizard:next.title')}>
        <NextSteps
          remedies={remedies}
          steps={[]}
          onStep={() => undefined}
          onLeave={() => enterFacts(factsOf(message, recipient))}
        />
      </Card>
    </>
  );

  function statusOf(all: readonly TracedRecipient[], address: string): string {
    return t(`status:${all.find((one) => one.address === address)?.status ?? 'unknown'}.label`);
  }
}

/** What the wizards need to know of this mail. */
function factsOf(message: TracedMessage, recipient: TracedRecipient | null) {
  const queueId = message.queueIds.at(-1);
  return {
    ...(recipient === null ? {} : { recipient: recipient.originalAddress ?? recipient.address }),
    ...(message.sender ? { sender: message.sender } : {}),
    ...(message.messageId === null ? {} : { messageId: message.messageId }),
    ...(queueId === undefined ? {} : { queueId }),
  };
}
