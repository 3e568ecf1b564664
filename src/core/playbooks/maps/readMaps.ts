import { lastMapsRun, parseCoreLog } from '../../bluemind/coreLog.ts';
import { parsePostmapAnswer, type PostmapAnswer } from '../../bluemind/postmapAnswer.ts';
import { outputOf } from '../../playbook/collectOutputs.ts';
import type { NamedOutput } from '../../playbook/model.ts';
import { probeCommands } from '../../probe/probeCommands.ts';
import { coreLogTail, mapTimes, postmapQuery, type MapName } from './commands.ts';
import type { MapLink } from './findings.ts';

/** What a lookup answered; `unknown` when it was not made. */
export function answerOf(outputs: readonly NamedOutput[], map: MapName, key: string): PostmapAnswer {
  const output = outputOf(outputs, postmapQuery.id, `${map} ${key}`);
  if (output === undefined) return { kind: 'unknown' };
  return parsePostmapAnswer(output.stdout, output.stderr, output.exitCode);
}

/** The recipients an address leads to, empty when the alias map does not know it. */
export function aliasTargets(outputs: readonly NamedOutput[], address: string): readonly string[] {
  const answer = answerOf(outputs, 'virtual_alias', address);
  return answer.kind === 'found' ? answer.values : [];
}

export function linkOf(outputs: readonly NamedOutput[], map: MapName, key: string): MapLink {
  const answer = answerOf(outputs, map, key);
  switch (answer.kind) {
    case 'found':
      return { map, key, value: answer.value, state: 'found' };
    case 'not-found':
      return { map, key, value: null, state: 'missing' };
    default:
      return { map, key, value: null, state: 'unreadable' };
  }
}

/**
 * When the alias map was last written, seconds since 1970; null when unknown. Format of `stat -c '%Y %n'`:
 *   1772394332 /etc/postfix/virtual_alias.db
 */
export function mapsWrittenAt(outputs: readonly NamedOutput[]): number | null {
  const output = outputOf(outputs, mapTimes.id);
  const line = output?.stdout.split('\n').find((text) => text.includes('virtual_alias'));
  const seconds = /^\s*(\d{1,12}) /.exec(line ?? '');
  return seconds === null ? null : Number(seconds[1]);
}

/** A writing takes up to 10 s to begin and some seconds to end; what is older belongs to an earlier one. */
const FRESH_MS = 120_000;

/**
 * How the writing of the maps that is under way ended, by core.log; `not-seen` when the log has nothing new. The log's times are the
 * server's local time or UTC (logback.xml), so one of the two has to fit. Where the server's clock is not known, as in
 * pasted text, the last writing counts, whenever it was.
 */
export function freshMapsRun(outputs: readonly NamedOutput[]): ReturnType<typeof lastMapsRun> {
  const events = parseCoreLog(outputOf(outputs, coreLogTail.id)?.stdout ?? '').items;
  const clock = /^(\d{9,11}) ([+-])(\d{2})(\d{2}) /.exec(
    outputOf(outputs, probeCommands.clock.id)?.stdout ?? '',
  );
  if (clock === null) return lastMapsRun(events);
  const now = Number(clock[1]) * 1000;
  const offset = (clock[2] === '-' ? -1 : 1) * (Number(clock[3]) * 60 + Number(clock[4])) * 60_000;
  return lastMapsRun(
    events.filter(({ at }) => {
      const wall = at === null ? Number.NaN : Date.parse(`${at.slice(0, 19)}Z`);
      return [wall, wall - offset].some((time) => Math.abs(time - now) <= FRESH_MS);
    }),
  );
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
export const localPartOf = (address: string): string =>
  address.slice(0, Math.max(0, address.lastIndexOf('@')));
