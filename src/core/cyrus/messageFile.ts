import type { Parsed } from '../lineRef.ts';
import type { Message } from '../message.ts';
import { isPromptLine } from '../recognise/promptLine.ts';
import { textLines } from '../recognise/textLines.ts';
import { folderParts, type CyrusMailbox } from './cyrusMailboxName.ts';
import { encodeImapUtf7 } from './imapUtf7.ts';

/** A line of `/etc/cyrus-partitions`. */
export interface CyrusPartition {
  readonly kind: 'data' | 'meta' | 'archive';
  readonly name: string;
  readonly path: string;
}

/**
 * Reads `/etc/cyrus-partitions` (BlueMind 4), the part of imapd.conf BlueMind generates:
 *   partition-bm-master__bluemind_net:/var/spool/cyrus/data/bm-master__bluemind_net
 *   metapartition-bm-master__bluemind_net:/var/spool/cyrus/meta/bm-master__bluemind_net
 *   archivepartition-bm-master__bluemind_net:/var/spool/bm-hsm/cyrus-archives/bm-master__bluemind_net
 * Total.
 */
export function parseCyrusPartitions(text: string): Parsed<CyrusPartition> {
  const items: CyrusPartition[] = [];
  const notUnderstood: { line: number; text: string }[] = [];
  for (const [index, raw] of textLines(text).entries()) {
    if (raw.trim() === '' || /^\s*#/.test(raw) || isPromptLine(raw)) continue;
    const parts = /^\s{0,8}(meta|archive|)partition-([^\s:]{1,300}):\s{0,8}(\/\S.*)$/s.exec(raw);
    if (parts === null) notUnderstood.push({ line: index + 1, text: raw });
    else
      items.push({
        kind: parts[1] === 'meta' ? 'meta' : parts[1] === 'archive' ? 'archive' : 'data',
        name: parts[2] ?? '',
        path: (parts[3] ?? '').trim().replace(/\/+$/, ''),
      });
  }
  return { items, notUnderstood };
}

/** Where a message's file should be on a BlueMind 4 server, and what is not certain about it. */
export interface MessageFile {
  /** Absolute path; with `*` in it when `isPattern`. */
  readonly path: string;
  readonly isPattern: boolean;
  /** The same message once archived to the second storage. */
  readonly archivePath: string;
  /** Why the file may be somewhere else, most important first; never empty. */
  readonly reasons: readonly Message[];
}

export interface MessageFileQuestion {
  readonly mailbox: CyrusMailbox;
  readonly imapUid: number;
  /** BlueMind's server uid such as `bm-master`; without it the path is a pattern. */
  readonly serverUid?: string;
  /** `/etc/cyrus-partitions` when it was read: the truth about partitions. */
  readonly partitions?: readonly CyrusPartition[];
}

/**
 * The file of a message on BlueMind 4 (Cyrus 3.0 with hashed directories):
 *   /var/spool/cyrus/data/<P>/domain/<d>/<domain>/<l>/user/<login>[/<Folder>]/<uid>.
 * P is the server uid, `__`, and the domain, dots as `_`; d and l are the first letter, `q` for anything else; dots in logins
 * and folders are `^`; the name ends with a dot. A shared mailbox has no `user/`, and l comes from its sub-folder if any.
 * Null when the technical domain is not known.
 */
export function messageFile({
  mailbox,
  imapUid,
  serverUid,
  partitions,
}: MessageFileQuestion): MessageFile | null {
  const domain = mailbox.technicalDomain;
  if (domain === null || domain === '') return null;
  const folders = folderParts(mailbox.folder).map((part) => inPath(encodeImapUtf7(part)));
  const owner = inPath(mailbox.name);
  const letter = hashLetter(mailbox.kind === 'user' ? mailbox.name : (folders[0] ?? mailbox.name));
  const tail = [
    'domain',
    hashLetter(domain),
    domain,
    letter,
    ...(mailbox.kind === 'user' ? ['user'] : []),
    owner,
    ...folders,
    `${String(imapUid)}.`,
  ].join('/');

  const { data, archive, reasons } = partitionPaths(domain, serverUid, partitions);
  return {
    path: `${data}/${tail}`,
    isPattern: data.includes('*'),
    archivePath: `${archive}/${tail}`,
    reasons: [
      ...reasons,
      { key: 'mailbox:file.may-have-moved' },
      { key: 'mailbox:file.may-be-archived' },
      { key: 'mailbox:file.may-be-object-store' },
    ],
  };
}

const dataRoot = '/var/spool/cyrus/data';
const archiveRoot = '/var/spool/bm-hsm/cyrus-archives';

function partitionPaths(
  domain: string,
  serverUid: string | undefined,
  partitions: readonly CyrusPartition[] | undefined,
): { readonly data: string; readonly archive: string; readonly reasons: readonly Message[] } {
  const suffix = domain.replaceAll('.', '_');
  const prefix = serverUid?.replaceAll('.', '_');
  if (partitions !== undefined) {
    const wanted = partitions
      .filter(({ kind }) => kind === 'data')
      .filter(({ name }) => belongsTo(name, suffix, prefix));
    const [only] = wanted;
    if (only !== undefined && wanted.length === 1) {
      const archive = partitions.find(({ kind, name }) => kind === 'archive' && name === only.name);
      return { data: only.path, archive: archive?.path ?? `${archiveRoot}/${only.name}`, reasons: [] };
    }
    const key = only === undefined ? 'mailbox:file.partition-not-listed' : 'mailbox:file.several-partitions';
    const name = `${prefix ?? '*'}__${suffix}`;
    return {
      data: `${dataRoot}/${name}`,
      archive: `${archiveRoot}/${name}`,
      reasons: [{ key, values: { domain } }],
    };
  }
  const name = `${prefix ?? '*'}__${suffix}`;
  return {
    data: `${dataRoot}/${name}`,
    archive: `${archiveRoot}/${name}`,
    reasons: [
      ...(prefix === undefined ? [{ key: 'mailbox:file.server-unknown' }] : []),
      { key: 'mailbox:file.partition-not-checked' },
    ],
  };
}

/** Systems upgraded from BlueMind 3 may have a partition named after the domain alone. */
function belongsTo(partition: string, domain: string, server: string | undefined): boolean {
  if (partition === domain) return true;
  return server === undefined ? partition.endsWith(`__${domain}`) : partition === `${server}__${domain}`;
}

function hashLetter(name: string): string {
  const first = name.charAt(0).toLowerCase();
  return /^[a-z]$/.test(first) ? first : 'q';
}

function inPath(name: string): string {
  return name.replaceAll('.', '^');
}
