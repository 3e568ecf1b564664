import type { ReactNode } from 'react';
import type { TracedMessage, TracedRecipient } from '../../../../core/postfix/tracedMessage.ts';
import { useWords } from '../../i18n/words.ts';
import { Breakable } from '../../ui/Breakable.tsx';
import { Term } from '../../ui/Term.tsx';
import classes from './Facts.module.css';

interface MessageFactsProps {
  readonly message: TracedMessage;
  readonly recipient: TracedRecipient | null;
  readonly withReply: boolean;
}

/** Numbers and names of a mail, for those who pass them on. What the log does not say is left out. */
export function MessageFacts({ message, recipient, withReply }: MessageFactsProps) {
  const { t, format } = useWords();
  const facts: readonly (readonly [ReactNode, string | null])[] = [
    [
      <Term key="queue-id" name="queue-id">
        {t('trace-view:fact.queueIds')}
      </Term>,
      message.queueIds.join(', '),
    ],
    [
      <Term key="message-id" name="message-id">
        {t('trace-view:fact.messageId')}
      </Term>,
      message.messageId,
    ],
    [t('trace-view:fact.client'), message.client],
    [
      <Term key="relay" name="relay">
        {t('trace-view:fact.relay')}
      </Term>,
      recipient?.relay ?? null,
    ],
    [t('trace-view:fact.size'), message.size === null ? null : format.size(message.size)],
    [
      <Term key="dsn" name="dsn">
        {t('trace-view:fact.dsn')}
      </Term>,
      recipient?.dsn ?? null,
    ],
    [
      t('trace-view:fact.attempts'),
      recipient !== null && recipient.attempts > 0
        ? t('trace-view:attempts', { count: recipient.attempts })
        : null,
    ],
    [
      t('trace-view:fact.delay'),
      recipient === null || recipient.delaySeconds === null ? null : format.duration(recipient.delaySeconds),
    ],
    [t('trace-view:detail.reply'), withReply ? (recipient?.reply ?? null) : null],
  ];
  return (
    <section>
      <h3 className={classes.heading}>{t('trace-view:detail.facts')}</h3>
      <dl className={classes.facts}>
        {facts.map(([name, value], index) =>
          value === null || value === '' ? null : (
            <div key={index}>
              <dt>{name}</dt>
              <dd>
                <span>
                  <Breakable text={value} />
                </span>
              </dd>
            </div>
          ),
        )}
      </dl>
    </section>
  );
}
