import { Button } from '@mantine/core';
import { IconFolder } from '@tabler/icons-react';
import type { MailboxFindings } from '../../../../core/playbooks/restore/findings.ts';
import { useWords } from '../../i18n/words.ts';
import { Card } from '../../ui/Card.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { Term } from '../../ui/Term.tsx';
import { enterFact } from '../wizard/caseStore.ts';
import type { FindingsViewProps } from '../wizard/findingsViewProps.ts';
import shared from './Findings.module.css';
import classes from './MailboxView.module.css';

/** The mailbox in the server's own terms, and its folders: choosing one leads on to its deleted mail. */
export function MailboxView({ findings, onStep }: FindingsViewProps) {
  const { t } = useWords();
  const { login, technicalDomain, folders, retentionDays } = findings as unknown as MailboxFindings;
  if (login === null && technicalDomain === null && folders.length === 0) return null;
  const choose = (folder: string): void => {
    enterFact('folder', folder);
    onStep('list-deleted', { start: true });
  };
  return (
    <>
      <Card title={t('findings:mailbox.title')}>
        <dl className={shared.pairs}>
          {login !== null && (
            <div>
              <dt>{t('findings:mailbox.login')}</dt>
              <dd>{login}</dd>
            </div>
          )}
          {technicalDomain !== null && (
            <div>
              <dt>
                <Term name="technical-domain">{t('findings:mailbox.technical-domain')}</Term>
              </dt>
              <dd>{technicalDomain}</dd>
            </div>
          )}
          {retentionDays !== null && (
            <div>
              <dt>{t('findings:mailbox.retention')}</dt>
              <dd>{t('findings:days', { count: retentionDays })}</dd>
            </div>
          )}
        </dl>
      </Card>
      {folders.length > 0 && (
        <Card
          title={t('findings:mailbox.folders', { count: folders.length })}
          aside={
            <Button size="sm" variant="light" onClick={() => onStep('list-everywhere', { start: true })}>
              {t('findings:mailbox.all-folders')}
            </Button>
          }
        >
          <p className={shared.hint}>
            <Sentence>{t('findings:mailbox.folders-hint')}</Sentence>
          </p>
          <ul className={classes.folders}>
            {folders.map((folder) => (
              <li key={folder}>
                <button type="button" className={classes.folder} onClick={() => choose(folder)}>
                  <IconFolder size={18} aria-hidden />
                  {folder}
                </button>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}
