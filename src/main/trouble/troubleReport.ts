import { createAnonymiser } from '../../core/redact/anonymise.ts';
import { callNames } from '../../shared/ipc/channels.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Say } from '../words.ts';
import type { Fault } from './faultLog.ts';

export interface TroubleReportNeeds {
  readonly at: Date;
  /** Versions and kind of system, as `name: value` lines; they name nobody. */
  readonly runtime: Readonly<Record<string, string>>;
  readonly settings: Settings;
  readonly faults: readonly Fault[];
  /** The last lines of the app's own log. */
  readonly logLines: readonly string[];
  readonly personal: PersonalWords;
}

/** What no pattern recognises: it has to be known to be taken out. */
export interface PersonalWords {
  readonly home: string;
  readonly user: string;
  readonly computer: string;
  /** Names and addresses of server profiles. */
  readonly servers: readonly string[];
}

/** Shorter names are parts of too many other words. */
const SHORTEST_NAME = 3;

/**
 * Everything that helps to understand what went wrong with the app, without what names people, servers or places. The
 * user reads it before it is saved, and saving is all that can be done with it.
 */
export function troubleReport(needs: TroubleReportNeeds, say: Say): string {
  const conceal = concealing(needs.personal);
  const section = (title: string, lines: readonly string[]): readonly string[] => [
    '',
    `## ${title}`,
    '',
    ...(lines.length === 0 ? [say('trouble:nothing')] : lines),
  ];
  const faults = needs.faults.flatMap(({ at, what, detail }) => [
    `${at} ${conceal(what)}`,
    ...conceal(detail)
      .split('\n')
      .map((line) => `    ${line}`),
  ]);
  return [
    `# ${say('trouble:title')}`,
    '',
    say('trouble:explanation'),
    ...section(say('trouble:app'), [
      ...Object.entries(needs.runtime).map(([name, value]) => `${name}: ${value}`),
      `time: ${needs.at.toISOString()}`,
    ]),
    ...section(
      say('trouble:settings'),
      Object.entries(needs.settings).map(([name, value]) => `${name}: ${conceal(JSON.stringify(value))}`),
    ),
    ...section(say('trouble:faults'), faults),
    ...section(say('trouble:log'), needs.logLines.map(conceal)),
    '',
  ].join('\n');
}

function concealing({ home, user, computer, servers }: PersonalWords): (text: string) => string {
  const anonymiser = createAnonymiser();
  const known: readonly (readonly [string, string])[] = [
    [home, '~'],
    ...servers.map((name, index) => [name, `server-${index + 1}`] as const),
    [computer, 'this-computer'],
    [user, 'user'],
  ];
  // Longer names first: one may be part of another.
  const replaced = known
    .filter(([name]) => name.length >= SHORTEST_NAME)
    .sort(([a], [b]) => b.length - a.length);
  const withoutNames = (text: string): string =>
    anonymiser.text(replaced.reduce((soFar, [name, standIn]) => soFar.replaceAll(name, standIn), text));
  return (text) =>
    text
      .split(ownNames)
      // Every second piece is one of our own names.
      .map((piece, index) => (index % 2 === 1 ? piece : withoutNames(piece)))
      .join('');
}

/** `wizard.run` and `index.js` look like names of hosts; they say which call failed, and where. No host ends in `.js`. */
const ownNames = new RegExp(
  `\\b(${callNames.map((name) => name.replace('.', '\\.')).join('|')}|[\\w-]{1,80}\\.(?:[cm]?js|tsx?|asar))\\b`,
);
