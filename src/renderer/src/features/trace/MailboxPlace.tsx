import type { MessageFile } from '../../../../core/cyrus/messageFile.ts';
import type { MailboxLocation } from '../../../../core/postfix/tracedMessage.ts';
import { useWords } from '../../i18n/words.ts';
import { CopyText } from '../../ui/CopyText.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import classes from './Facts.module.css';

interface MailboxPlaceProps {
  readonly mailbox: MailboxLocation;
  readonly file: MessageFile | null;
}

/** Mailbox, folder and IMAP UID as the log names them, and where the file should lie, with what is not certain about that. */
export function MailboxPlace({ mailbox, file }: MailboxPlaceProps) {
  const { t, say } = useWords();
  const uid = String(mailbox.imapUid);
  return (
    <section>
      <h3 className={classes.heading}>{t('trace-view:detail.place-title')}</h3>
      <dl className={classes.facts}>
        <Fact name={t('trace-view:mailbox.user')} value={mailbox.user} />
        <Fact name={t('trace-view:mailbox.folder')} value={mailbox.folder} />
        <Fact name={t('trace-view:mailbox.uid')} value={uid} copy />
        <Fact name={t('trace-view:mailbox.domain')} value={mailbox.domain} />
      </dl>
      {file !== null && (
        <>
          <dl className={classes.paths}>
            <Fact
              name={t(file.isPattern ? 'trace-view:mailbox.file-pattern' : 'trace-view:mailbox.file')}
              value={file.path}
              copy
              mono
            />
            <Fact name={t('trace-view:mailbox.archive')} value={file.archivePath} copy mono />
          </dl>
          <p className={classes.uncertain}>
            <Sentence>{t('trace-view:mailbox.uncertain')}</Sentence>
          </p>
          <ul className={classes.reasons}>
            {file.reasons.map((reason) => (
              <li key={reason.key}>{say(reason)}</li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

interface FactProps {
  readonly name: string;
  readonly value: string;
  readonly copy?: boolean;
  readonly mono?: boolean;
}

function Fact({ name, value, copy = false, mono = false }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {mono ? <code>{value}</code> : <span>{value}</span>}
        {copy && <CopyText text={value} what={name} iconOnly />}
      </dd>
    </div>
  );
}
