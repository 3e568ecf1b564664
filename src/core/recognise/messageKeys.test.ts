import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { BmCliFindingKind } from '../bluemind/bmCliErrors.ts';
import type { TechnicalDomainWay } from '../bluemind/technicalDomain.ts';
import type { StoryKind } from '../bluemind/tellStory.ts';
import type { OutputKind } from './recogniseOutput.ts';

/** A record names every member of its union, so a new member without a text fails here, not in the window. */
const kinds = <T extends string>(all: Record<T, true>): readonly string[] => Object.keys(all);

const bmCli = kinds<BmCliFindingKind>({
  'unknown-domain': true,
  'user-not-found': true,
  'no-mailbox': true,
  'invalid-address': true,
  'no-match': true,
  'sudo-failed': true,
  'authn-needed': true,
  'authn-not-a-user': true,
  'address-without-at': true,
  'unknown-folder': true,
  'stack-trace': true,
  'unknown-option': true,
  'missing-option': true,
  'unknown-command': true,
  usage: true,
  disabled: true,
  'entry-failed': true,
  'repair-failed': true,
  'ignored-entries': true,
  'core-unreachable': true,
  'permission-denied': true,
  'tool-missing': true,
  quota: true,
});
const ways = kinds<TechnicalDomainWay>({
  'alias-map': true,
  rest: true,
  'bm-cli-unexpunge': true,
  'cyrus-partitions': true,
  'lmtp-reply': true,
});
const story = kinds<StoryKind>({
  received: true,
  read: true,
  'moved-to-trash': true,
  'moved-to-folder': true,
  'moved-to-shared': true,
  copied: true,
  deleted: true,
  'still-there': true,
});
const output = kinds<OutputKind>({
  'postqueue-p': true,
  'postqueue-j': true,
  history: true,
  'history-query': true,
  'unexpunge-listing': true,
  'unexpunge-result': true,
  'bm-cli-unexpunge': true,
  'bm-cli-error': true,
  'mail-log': true,
  'core-log': true,
  'postmap-answer': true,
  postconf: true,
  'user-get': true,
  'index-info': true,
  headers: true,
  bounce: true,
  'shell-error': true,
  address: true,
  empty: true,
  unknown: true,
});

describe.each(['en', 'de', 'fr'])('in %s', (language) => {
  const read = (namespace: string): Record<string, Record<string, string>> =>
    JSON.parse(
      readFileSync(new URL(`../../locales/${language}/${namespace}.json`, import.meta.url), 'utf8'),
    ) as Record<string, Record<string, string>>;

  it.each([
    ['mailbox', 'bm-cli', bmCli],
    ['mailbox', 'technical-domain', ways],
    ['history', 'story', story],
    ['recognise', 'kind', output],
  ] as const)('every composed key of %s:%s has a text', (namespace, group, names) => {
    const texts = read(namespace)[group] ?? {};
    expect(names.filter((name) => !texts[name])).toEqual([]);
  });
});
