import type { ServerFacts } from '../../../../core/probe/serverFacts.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import classes from './ServerPage.module.css';

/** What the probe found, item by item; what could not be found out is left out. */
export function FoundFacts({ facts }: { readonly facts: ServerFacts }) {
  const { t, say, maybe, format } = useWords();
  const { blueMind, clock, disks, services, tools, retention, queue } = facts;
  const major = blueMind.kind === 'bluemind-4' ? 4 : blueMind.kind === 'bluemind-5' ? 5 : null;
  const version = blueMind.release ?? blueMind.packageVersion;
  const pairs: readonly (readonly [string, string | null])[] = [
    [t('servers:facts.system'), facts.system?.name ?? null],
    [t('servers:facts.host'), facts.hostName],
    [
      t('servers:facts.blue-mind'),
      blueMind.kind === 'none'
        ? t('servers:facts.blue-mind-none')
        : [
            ...(major === null ? [] : [t('servers:facts.blue-mind-major', { major })]),
            ...(version === null ? [] : [t('servers:facts.blue-mind-version', { version })]),
          ].join(', '),
    ],
    [t('servers:facts.root'), t(`servers:facts.root-${facts.rootRights}`)],
    [t('servers:facts.log'), facts.mailLog?.path ?? null],
    [t('servers:facts.retention'), retention === null ? null : t('findings:days', { count: retention.days })],
    [
      t('servers:facts.lifetime'),
      queue.lifetimeSeconds === null ? null : format.duration(queue.lifetimeSeconds),
    ],
    [
      t('servers:facts.size-limit'),
      queue.messageSizeLimit === null ? null : format.size(queue.messageSizeLimit),
    ],
    [t('servers:facts.domains'), facts.technicalDomains.join(', ')],
    [
      t('servers:facts.clock'),
      clock === null
        ? null
        : Math.abs(clock.aheadSeconds) < 5
          ? t('servers:facts.clock-ok', { zone: clock.zone })
          : t('servers:facts.clock-off', {
              zone: clock.zone,
              time: format.duration(Math.abs(clock.aheadSeconds)),
            }),
    ],
    ...disks.map(({ mountedOn, freeBytes, totalBytes }): readonly [string, string] => [
      t('servers:facts.disk', { place: mountedOn }),
      t('servers:facts.disk-free', { free: format.size(freeBytes), total: format.size(totalBytes) }),
    ]),
    [
      t('servers:facts.services'),
      Object.entries(services)
        .filter(([, state]) => state !== 'unknown')
        .map(([service, state]) => `${service}: ${maybe(`servers:facts.service.${state}`) ?? state}`)
        .join(', '),
    ],
  ];
  return (
    <Card title={t('servers:facts.found')}>
      <dl className={classes.facts}>
        {pairs.map(([name, value]) =>
          value === null || value === '' ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
      {blueMind.because.length > 0 && (
        <ul>
          {blueMind.because.map((reason, index) => (
            <li key={`${reason.key} ${String(index)}`}>{say(reason)}</li>
          ))}
        </ul>
      )}
      {Object.keys(tools).length > 0 && (
        <Disclosure label={t('servers:facts.tools')}>
          <ul>
            {Object.entries(tools).map(([tool, path]) => (
              <li key={tool}>{path ?? t('servers:facts.tool-missing', { tool })}</li>
            ))}
          </ul>
        </Disclosure>
      )}
    </Card>
  );
}
