import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import session from './fixtures/postfix-3.7-whole-session.log?raw';
import { summarizeLogs } from './summary.ts';
import { traceMessages } from './trace.ts';

const real = session.split('\n').filter((line) => line !== '');
const log = (lines: readonly string[], file = 'mail.log') => ({ file, reference: '2026-11-24', lines });

/** Real lines, mutated: cut, joined, characters replaced by ones that mean something to a parser. */
const meaningful = fc.constantFrom(
  ...'<>[](): ,;=#&!^.\\"/\0\uFEFFé',
  ' from=<',
  ' to=<',
  ', status=',
  ': ',
  '#012',
  'NOQUEUE: ',
);
const mutated = fc
  .tuple(fc.constantFrom(...real), fc.array(fc.tuple(fc.nat(200), fc.nat(20), meaningful), { maxLength: 4 }))
  .map(([line, edits]) =>
    edits.reduce((text, [at, cut, insert]) => text.slice(0, at) + insert + text.slice(at + cut), line),
  );
const anyLine = fc.oneof(
  { arbitrary: mutated, weight: 5 },
  { arbitrary: fc.string({ unit: 'binary' }), weight: 1 },
);

describe('reading any log', () => {
  it('never throws and loses no line', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 40 }), (lines) => {
        const { input, messages, notes, coverage } = traceMessages([log(lines)], {});
        expect(input.lines).toBe(lines.filter((line) => line.trim() !== '').length);
        expect(input.understood + input.foreign + input.notUnderstood).toBe(input.lines);
        expect(notes).toHaveLength(messages.length);
        expect(coverage.foreignPrograms.reduce((sum, { count }) => sum + count, 0)).toBe(input.foreign);
        for (const message of messages) {
          expect(message.evidence.length).toBeGreaterThan(0);
          for (const { line, text } of message.evidence) expect(lines[line - 1]).toBe(text);
        }
        const summary = summarizeLogs([log(lines)]);
        expect(summary.input).toEqual(input);
        expect(summary.perHour.reduce((sum, hour) => sum + hour.delivered, 0)).toBe(summary.totals.delivered);
      }),
      { numRuns: 150 },
    );
  });

  it('does not depend on the order of the files', () => {
    const cuts = fc.uniqueArray(fc.nat(real.length), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(cuts, fc.infiniteStream(fc.nat()), (at, keys) => {
        const ends = [0, ...at.sort((a, b) => a - b), real.length];
        const files = ends
          .slice(1)
          .map((end, index) => log(real.slice(ends[index], end), `mail.log.${index}`));
        const order = files
          .map((file) => ({ file, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key);
        const shuffled = order.map(({ file }) => file);
        expect(traceMessages(shuffled, {})).toEqual(traceMessages(files, {}));
        expect(summarizeLogs(shuffled)).toEqual(summarizeLogs(files));
      }),
      { numRuns: 15 },
    );
  });

  it('finds the same messages in one file and in its parts', () => {
    const whole = traceMessages([log(real)], {}).messages;
    const parts = traceMessages([log(real.slice(500), 'new'), log(real.slice(0, 500), 'old')], {}).messages;
    expect(parts.map(({ queueIds, recipients }) => ({ queueIds, recipients }))).toEqual(
      whole.map(({ queueIds, recipients }) => ({ queueIds, recipients })),
    );
  });

  it('finds the same messages when lines come late by a few places', () => {
    const jittered = real
      .map((line, index) => ({ line, place: index + ((index * 7919) % 5) }))
      .sort((a, b) => a.place - b.place)
      .map(({ line }) => line);
    const gist = (lines: readonly string[]) =>
      traceMessages([log(lines)], {})
        .messages.filter(({ queueIds }) => queueIds.length > 0)
        .map(({ queueIds, sender, recipients }) =>
          JSON.stringify([
            queueIds,
            sender,
            recipients.map(({ address, status, attempts }) => [address, status, attempts]).sort(),
          ]),
        )
        .sort();
    expect(gist(jittered)).toEqual(gist(real));
  });
});

describe('the time zone of this computer', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  it('changes nothing', () => {
    const results = ['UTC', 'Pacific/Kiritimati', 'America/St_Johns'].map((name) => {
      process.env['TZ'] = name;
      return [traceMessages([log(real)], { since: '2026-11-23T01:23:00' }), summarizeLogs([log(real)])];
    });
    expect(results[1]).toEqual(results[0]);
    expect(results[2]).toEqual(results[0]);
  });
});

describe('a line of a megabyte', () => {
  const head = 'Mar  1 20:45:32 mail postfix/smtpd[1]: ';
  const million = 1_000_000;
  const fill = (piece: string): string => piece.repeat(Math.ceil(million / piece.length));

  it.each([
    ['letters', fill('a')],
    ['digits and letters', `${head}${fill('A1')}`],
    ['spaces', `${head}${fill(' ')}`],
    ['opening brackets', `${head}A1B2C3D4E5: to=<x@y.z>, relay=${fill('[')}`],
    [
      'a bang in brackets',
      `${head}A1B2C3D4E5: to=<x@y.z>, relay=x, delay=1, status=sent (${fill('[a!')} () 4])`,
    ],
    ['endless addresses', `${head}A1B2C3D4E5: to=<${fill('>, ')}`],
    ['endless fields', `${head}A1B2C3D4E5: to=<x@y.z>, ${fill('a=b, ')}`],
    ['endless trailers', `${head}NOQUEUE: reject: RCPT from x[1]: ${fill('; from=<a> to=<b> ')}`],
    ['endless clients', `${head}NOQUEUE: reject: RCPT from ${fill('a[')}`],
    [
      'endless replies',
      `${head}A1B2C3D4E5: to=<x@y.z>, relay=x, delay=1, status=deferred (${fill('queued as ')})`,
    ],
    ['endless at signs', `${head}A1B2C3D4E5: to=<x@y.z>, relay=x, delay=1, status=bounced (${fill('@')})`],
    ['endless session counters', `${head}disconnect from x ${fill(' data=1/2')}`],
    ['structured data', `<22>1 2026-03-01T20:45:32Z mail postfix/smtpd 1 - ${fill('[a b="')}`],
    ['nested repetition', `${head}${fill('message repeated 2 times: [ ')}`],
    ['escapes', `${head}warning: ${fill('#012')}`],
    ['broken journal entry', `{"a":${fill('[')}`],
    ['brackets of a journal entry', `{"MESSAGE":"x","a":${'['.repeat(5000)}${']'.repeat(5000)}}`],
    [
      'modified UTF-7',
      `${head}A1B2C3D4E5: to=<x@y.z>, relay=x, delay=1, status=sent ([b.c!user.x.${fill('&A')} () 4])`,
    ],
    ['months', fill('Mar ')],
    ['a dotted client', `${head}A1B2C3D4E5: client=${fill('a.')}x[192.0.2.1]`],
  ])('is read in linear time: %s', (_, line) => {
    const start = performance.now();
    traceMessages([log([line])], {});
    summarizeLogs([log([line])]);
    // Quadratic work on a million characters takes minutes.
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it('and very many recipients, hops and lives stay affordable', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => index);
    const id = (index: number) => `A${(1_000_000 + index).toString(16).toUpperCase()}`;
    const logs = [
      many.map(
        (n) =>
          `${head.replace('smtpd', 'smtp')}A1B2C3D4E5: to=<x${n}@y.z>, relay=x, delay=1, status=deferred (no)`,
      ),
      many.map(
        (n) =>
          `${head.replace('smtpd', 'smtp')}${id(n)}: to=<x@y.z>, relay=x, delay=1, status=sent (queued as ${id(n + 1)})`,
      ),
      many.map((n) => `${head}A1B2C3D4E5: client=x${n}[192.0.2.1]`),
      many.map(
        (n) =>
          `${head}NOQUEUE: reject: RCPT from x[192.0.2.1]: 550 no; from=<a@b.c> to=<x${n}@y.z> proto=SMTP`,
      ),
    ];
    const start = performance.now();
    const counts = logs.map((lines) => traceMessages([log(lines)], {}).messages.length);
    expect(counts).toEqual([1, 1, 20_000, 1]);
    expect(performance.now() - start).toBeLessThan(8000);
  });
});
