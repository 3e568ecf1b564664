import { z } from 'zod';
import { defineCommand } from '../../command/commandTemplate.ts';
import {
  emailAddressValue,
  folderValue,
  messageNumberValue,
  plainArgument,
} from '../../command/commandValues.ts';
import { bmCli } from '../bmCliCommands.ts';

/**
 * The moves of one message, by its IMAP UID. `--folderPath` exists since 4.8 and defaults to INBOX, so it is only
 * given when another folder is meant: older versions do not know the option (MailHistoryImapCommand.java).
 */
export const historyImap = defineCommand({
  ...bmCli,
  id: 'history.by-uid',
  effect: 'reads',
  values: z.strictObject({
    address: emailAddressValue,
    imapUid: messageNumberValue,
    folder: folderValue.optional(),
  }),
  argv: ({ address, imapUid, folder }) => [
    'bm-cli',
    'mail',
    'history-imap',
    '--email',
    address,
    '--imapUid',
    String(imapUid),
    ...(folder === undefined || folder === 'INBOX' ? [] : ['--folderPath', folder]),
  ],
});

/** The moves of all messages that a search word finds; answered by the search index, at most 999 hits. */
export const historyQuery = defineCommand({
  ...bmCli,
  id: 'history.by-keyword',
  effect: 'reads',
  values: z.strictObject({ address: emailAddressValue, query: plainArgument.max(500) }),
  argv: ({ address, query }) => ['bm-cli', 'mail', 'history-query', '--email', address, '--query', query],
});
