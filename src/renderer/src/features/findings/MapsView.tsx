import { IconCircleCheck, IconCircleX, IconHelpCircle } from '@tabler/icons-react';
import { useState } from 'react';
import type { MapLink, MapsFindings } from '../../../../core/playbooks/maps/findings.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { FindingsViewProps } from '../wizard/findingsViewProps.ts';
import shared from './Findings.module.css';
import classes from './MapsView.module.css';
import { MapsUser } from './MapsUser.tsx';

const icons = { found: IconCircleCheck, missing: IconCircleX, unreadable: IconHelpCircle } as const;

/** The way of an address through the server's tables, link by link, and what BlueMind itself says about it. */
export function MapsView({ findings }: FindingsViewProps) {
  const { t } = useWords();
  const { chain, writtenAt, user, address } = findings as unknown as MapsFindings;
  return (
    <>
      {chain.length > 0 && (
        <Card title={t('findings:maps.title', { address })}>
          <p className={shared.hint}>
            <Sentence>{t('findings:maps.hint')}</Sentence>
          </p>
          <ol className={classes.path}>
            {chain.map((link) => (
              <Link key={`${link.map} ${link.key}`} link={link} />
            ))}
          </ol>
          <Age writtenAt={writtenAt} />
        </Card>
      )}
      {user !== null && <MapsUser user={user} />}
    </>
  );
}

function Link({ link: { map, key, value, state } }: { readonly link: MapLink }) {
  const { t } = useWords();
  const Icon = icons[state];
  return (
    <li className={classes.link} data-state={state}>
      <Icon size={24} aria-hidden className={classes.icon} />
      <div className={classes.body}>
        <p className={classes.question}>
          <Sentence>{t(`findings:maps.${map}.question`)}</Sentence>
        </p>
        <p className={classes.answer}>
          <code className={classes.key}>{key}</code>
          <span>
            {state === 'found' ? t(`findings:maps.${map}.found`) : t(`findings:maps.${state}`)}
            {state === 'found' && value !== null && showsValue(map) && (
              <>
                {' '}
                <code className={classes.value}>{value}</code>
              </>
            )}
          </span>
        </p>
      </div>
    </li>
  );
}

/** `virtual_domains` and `virtual_mailbox` answer yes or no: their value is only `OK`, or the mailbox's own name. */
const showsValue = (map: MapLink['map']): boolean => map === 'virtual_alias' || map === 'transport';

function Age({ writtenAt }: { readonly writtenAt: string | null }) {
  const { t, format } = useWords();
  const [now] = useState(() => Date.now());
  if (writtenAt === null) return <p className={shared.note}>{t('findings:maps.age-unknown')}</p>;
  const seconds = (now - Date.parse(writtenAt)) / 1000;
  const at = format.moment(writtenAt);
  return (
    <p className={shared.note}>
      {seconds > 0
        ? t('findings:maps.age', { at, ago: format.duration(seconds) })
        : t('findings:maps.written', { at })}
    </p>
  );
}
