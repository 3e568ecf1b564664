import { Timeline } from '@mantine/core';
import { IconUserCheck } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { markEvidence } from '../../../../core/playbooks/trace/markEvidence.ts';
import { levelOfStatus } from '../../../../core/playbooks/trace/statusOrder.ts';
import type { TraceRow } from '../../../../core/playbooks/trace/selectRecipients.ts';
import { tellMessage } from '../../../../core/playbooks/trace/tellMessage.ts';
import type { MessageStory } from '../../../../core/playbooks/trace/tellMessage.ts';
import type { VerdictLevel } from '../../../../core/playbook/verdict.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { EvidenceLines } from '../../ui/EvidenceLines.tsx';
import { LevelIcon } from '../../ui/LevelIcon.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { MailboxPlace } from './MailboxPlace.tsx';
import { MessageFacts } from './MessageFacts.tsx';
import classes from './MessageDetail.module.css';
import { StatusBadge } from './StatusBadge.tsx';

interface MessageDetailProps {
  readonly row: TraceRow;
  /** True when the user just chose it: then reading goes on here. */
  readonly takeFocus: boolean;
}

/** The story of one mail to one recipient: in sentences, in time, why, where it is now, and the lines that prove it. */
export function MessageDetail({ row, takeFocus }: MessageDetailProps) {
  const { t, say } = useWords();
  const { message, recipient } = row;
  const story = tellMessage(message, recipient);
  // Where all went well the server's words are a detail, not a reason.
  const level = levelOfStatus[recipient?.status ?? 'unknown'];
  const isWell = level === 'ok';
  const evidence = markEvidence(message, recipient);
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (takeFocus) top.current?.scrollIntoView?.({ block: 'nearest' });
  }, [takeFocus]);
  return (
    <div ref={top} className={classes.detail}>
      <Card
        title={
          recipient === null
            ? t('trace-view:detail.title-none')
            : t('trace-view:detail.title', { recipient: recipient.originalAddress ?? recipient.address })
        }
        aside={<StatusBadge status={recipient?.status ?? 'unknown'} />}
      >
        <div className={classes.parts}>
          <section>
            <h3 className={classes.heading}>{t('trace-view:detail.story')}</h3>
            {story.sentences.map((sentence, index) => (
              <p key={`${sentence.key} ${String(index)}`} className={classes.sentence}>
                {say(sentence)}
              </p>
            ))}
          </section>
          {isWell ? null : <Cause story={story} reply={recipient?.reply ?? null} level={level} />}
          <section>
            <h3 className={classes.heading}>{t('trace-view:detail.timeline')}</h3>
            <Moments story={story} />
          </section>
          {recipient !== null && recipient.mailbox !== null && (
            <MailboxPlace mailbox={recipient.mailbox} file={story.file} />
          )}
          <MessageFacts message={message} recipient={recipient} withReply={isWell} />
          {evidence.length > 0 && (
            <Disclosure
              label={t('wizard:evidence.show', { count: evidence.length })}
              startOpen={evidence.length <= 8}
            >
              <EvidenceLines lines={evidence} />
            </Disclosure>
          )}
        </div>
      </Card>
    </div>
  );
}

interface CauseProps {
  readonly story: MessageStory;
  readonly reply: string | null;
  readonly level: VerdictLevel;
}

function Cause({ story, reply, level }: CauseProps) {
  const { t, say, maybe } = useWords();
  const { cause, whoActs } = story;
  if (cause === null && reply === null) return null;
  return (
    <section>
      {cause !== null && (
        <>
          <h3 className={classes.heading}>{t('trace-view:detail.cause')}</h3>
          <div className={classes.cause} data-level={level}>
            <p className={classes.causeTitle}>{maybe(`causes:${cause.id}.title`)}</p>
            <p className={classes.sentence}>
              <Sentence>{say(cause.meaning)}</Sentence>
            </p>
            <p className={classes.sentence}>
              <Sentence>{say(cause.waiting)}</Sentence>
            </p>
            <dl className={classes.pairs}>
              <div>
                <dt>{t('trace-view:detail.cause-action')}</dt>
                <dd>{say(cause.action)}</dd>
              </div>
            </dl>
            <p className={classes.actor}>
              <IconUserCheck size={20} aria-hidden /> {t(`status:actor.${whoActs}`)}
            </p>
          </div>
        </>
      )}
      {reply !== null && (
        <p className={classes.reply}>
          <span className={classes.replyLabel}>{t('trace-view:detail.reply')}</span>
          <q>{reply}</q>
        </p>
      )}
    </section>
  );
}

function Moments({ story }: { readonly story: MessageStory }) {
  const { say, format } = useWords();
  return (
    <Timeline bulletSize={26} lineWidth={2} active={story.moments.length} className={classes.timeline ?? ''}>
      {story.moments.map(({ at, kind, text, level }) => (
        <Timeline.Item
          key={kind}
          bullet={<LevelIcon level={level} size={18} />}
          title={<time dateTime={at}>{format.moment(at)}</time>}
        >
          {say(text)}
        </Timeline.Item>
      ))}
    </Timeline>
  );
}
