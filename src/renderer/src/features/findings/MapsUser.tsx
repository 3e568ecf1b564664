import type { BlueMindUser } from '../../../../core/bluemind/userGet.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Term } from '../../ui/Term.tsx';
import shared from './Findings.module.css';

/** What BlueMind's own directory says about the person behind an address. */
export function MapsUser({ user }: { readonly user: BlueMindUser }) {
  const { t, maybe, format } = useWords();
  const routing =
    user.routing === null
      ? null
      : (maybe(`findings:user.routing-${user.routing.toLowerCase()}`) ?? user.routing);
  const pairs: readonly (readonly [name: string, value: string | null, term?: string])[] = [
    [t('findings:user.name'), user.displayName],
    [t('findings:user.login'), user.login],
    [t('findings:user.email'), user.email],
    [t('findings:user.aliases'), user.aliases.length === 0 ? null : user.aliases.join(', '), 'alias'],
    [
      t('findings:user.state'),
      user.archived === null ? null : t(user.archived ? 'findings:user.suspended' : 'findings:user.active'),
    ],
    [t('findings:user.routing'), routing],
    [t('findings:user.quota'), user.quotaKib === null ? null : format.size(user.quotaKib * 1024), 'quota'],
  ];
  return (
    <Card title={t('findings:user.title')}>
      <dl className={shared.pairs}>
        {pairs.map(([name, value, term]) =>
          value === null || value === '' ? null : (
            <div key={name}>
              <dt>{term === undefined ? name : <Term name={term}>{name}</Term>}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Card>
  );
}
