import { answered, type CommandReply } from './commandReply.ts';
import { isoStamp, wallClock, zoneOffset } from './serverClock.ts';
import type { PracticeWorld } from './world.ts';

/** `date [-u] [+FORMAT]` (date(1)). */
export function date(world: PracticeWorld, args: readonly string[]): CommandReply {
  const clock = args.includes('-u') ? { ...world, clock: { zone: 'UTC', offsetMinutes: 0 } } : world;
  const format = args.find((arg) => arg.startsWith('+'))?.slice(1) ?? '%Y-%m-%d %H:%M:%S %z';
  return answered(`${formatDate(clock, world.now, format)}\n`, 5);
}

export function formatDate({ clock }: Pick<PracticeWorld, 'clock'>, at: number, format: string): string {
  const [day = '', time = ''] = isoStamp(at, clock).split(' ');
  const [year = '', month = '', date = ''] = day.split('-');
  const [hour = '', minute = '', second = ''] = time.split(':');
  const offset = zoneOffset(clock);
  const values: Readonly<Record<string, string>> = {
    s: String(Math.floor(at / 1000)),
    N: `${String(at % 1000).padStart(3, '0')}000000`,
    Y: year,
    m: month,
    d: date,
    H: hour,
    M: minute,
    S: second,
    F: day,
    T: time,
    z: offset,
    Z: clock.offsetMinutes === 0 ? 'UTC' : offset.slice(0, 3),
    j: String(Math.floor((wallClock(at, clock).getTime() - Date.UTC(Number(year), 0, 1)) / 86_400_000) + 1),
    n: '\n',
    '%': '%',
  };
  return format
    .replaceAll('%:z', `${offset.slice(0, 3)}:${offset.slice(3)}`)
    .replace(/%3N/g, String(at % 1000).padStart(3, '0'))
    .replace(/%([A-Za-z%])/g, (whole, name: string) => values[name] ?? whole);
}
