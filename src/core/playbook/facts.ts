/** What can be known about the message or mailbox a case is about. All values are text as the user would type it. */
export const factNames = [
  'recipient',
  'sender',
  /** Whose mailbox or account is meant, where no single mail is asked about. */
  'person',
  'since',
  'until',
  'messageId',
  'queueId',
  'subject',
  'keyword',
  'imapUid',
  'itemId',
  'folder',
  'login',
  'technicalDomain',
  /** `shared` where the mailbox belongs to nobody: tools name it differently. */
  'mailboxKind',
  /** Who restores into a shared mailbox: the address of a user who may write there. */
  'actingUser',
  'serverUid',
  /** When the delivery maps were last written, seconds since 1970: what a later check compares with. */
  'mapsTime',
  /** Days a deleted message can still be brought back, as the server says. */
  'retentionDays',
  /** Waiting mail picked from the queue, queue IDs separated by commas. */
  'pickedQueueIds',
  /** Deleted mail picked from a list, with the tool that listed it: `cyrus:46908` (IMAP UIDs) or `bm-cli:12` (item ids). */
  'pickedMessages',
] as const;

export type FactName = (typeof factNames)[number];

/** Facts of a case so far; a fact that is not known is absent, never empty. */
export type Facts = { readonly [Name in FactName]?: string };
