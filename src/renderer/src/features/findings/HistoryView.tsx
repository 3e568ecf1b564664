import { Timeline } from '@mantine/core';
import {
  IconArrowRight,
  IconBook2,
  IconCopy,
  IconInbox,
  IconMailCheck,
  IconTrash,
  IconTrashX,
  IconUsersGroup,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { MessagePlace, StoryEvent, StoryKind } from '../../../../core/bluemind/tellStory.ts';
import type { HistoryFindings } from '../../../../core/playbooks/history/findings.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import type { FindingsViewProps } from '../wizard/findingsViewProps.ts';
import shared from './Findings.module.css';
import { HistoryTable } from './HistoryTable.tsx';
import classes from './HistoryView.module.css';

const icons: Readonly<Record<StoryKind, ComponentType<{ size?: number; 'aria-hidden'?: boolean }>>> = {
  received: IconMailCheck,
  read: IconBook2,
  'moved-to-trash': IconTrash,
  'moved-to-folder': IconArrowRight,
  'moved-to-shared': IconUsersGroup,
  copied: IconCopy,
  deleted: IconTrashX,
  'still-there': IconInbox,
};

/** More stories than these are folded: one reads the first ones, and searches the rest. */
const OPEN_STORIES = 3;

/** What happened to each message in the mailbox, told in time, and where it is now. */
export function HistoryView({ findings }: FindingsViewProps) {
  const { t } = useWords();
  const { messages, story, places, events, notUnderstood } = findings as unknown as HistoryFindings;
  if (messages === 0) return null;
  return (
    <>
      {Array.from({ length: messages }, (_, message) => (
        <MessageStory
          key={message}
          title={
            messages === 1
              ? t('findings:history.title')
              : t('findings:history.title-of', { number: message + 1, count: messages })
          }
          story={story.filter((event) => event.message === message)}
          places={places.filter((place) => place.message === message)}
          folded={message >= OPEN_STORIES}
        />
      ))}
      <Card quiet>
        <Disclosure label={t('findings:history.show-table', { count: events.length })}>
          <HistoryTable events={events} />
        </Disclosure>
        {notUnderstood.length > 0 && (
          <Disclosure label={t('findings:not-understood', { count: notUnderstood.length })}>
            <pre className={classes.raw}>{notUnderstood.map(({ text }) => text).join('\n')}</pre>
          </Disclosure>
        )}
      </Card>
    </>
  );
}

interface MessageStoryProps {
  readonly title: string;
  readonly story: readonly StoryEvent[];
  readonly places: readonly MessagePlace[];
  readonly folded: boolean;
}

function MessageStory({ title, story, places, folded }: MessageStoryProps) {
  const { say } = useWords();
  const last = story.at(-1);
  const content = (
    <>
      <StoryLine story={story} />
      <Places places={places} />
    </>
  );
  return (
    <Card title={title}>
      {folded ? (
        <Disclosure label={last === undefined ? title : say(last.sentence)}>{content}</Disclosure>
      ) : (
        content
      )}
    </Card>
  );
}

function StoryLine({ story }: { readonly story: readonly StoryEvent[] }) {
  const { t, say, format } = useWords();
  return (
    <Timeline bulletSize={28} lineWidth={2} active={story.length} className={classes.timeline ?? ''}>
      {story.map((event, index) => {
        const Icon = icons[event.kind];
        return (
          <Timeline.Item
            key={`${event.kind} ${String(index)}`}
            bullet={<Icon size={16} aria-hidden />}
            title={
              event.at === null ? (
                t('findings:history.no-time')
              ) : (
                <time dateTime={event.at}>{format.moment(event.at)}</time>
              )
            }
          >
            {say(event.sentence)}
            {event.confidence !== 'certain' && (
              <span className={classes.unsure}> {t(`findings:history.${event.confidence}`)}</span>
            )}
          </Timeline.Item>
        );
      })}
    </Timeline>
  );
}

function Places({ places }: { readonly places: readonly MessagePlace[] }) {
  const { t, maybe } = useWords();
  const now = places.filter(({ deleted }) => !deleted);
  return (
    <section className={shared.section}>
      <h3 className={shared.heading}>{t('findings:history.places')}</h3>
      {now.length === 0 ? (
        <p className={classes.nowhere}>{t('findings:history.nowhere')}</p>
      ) : (
        <ul className={classes.places}>
          {now.map(({ folder, folderUid, owner, itemUid, flags }) => (
            <li key={`${folderUid} ${String(itemUid)}`} className={classes.place}>
              <IconInbox size={20} aria-hidden />
              <span>
                <strong>{folder}</strong>{' '}
                {t('findings:history.owned-by', {
                  owner: owner.name,
                  kind:
                    maybe(`findings:history.owner.${(owner.kind ?? '').toLowerCase()}`) ?? owner.kind ?? '',
                })}
                <span className={shared.small}>
                  {[
                    ...(itemUid === null ? [] : [t('findings:history.uid', { uid: itemUid })]),
                    t(flags.includes('Seen') ? 'findings:history.seen' : 'findings:history.unseen'),
                  ].join(' · ')}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
