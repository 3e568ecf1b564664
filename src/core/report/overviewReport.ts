import type { LogOverview, OverviewBucket, TopField } from '../logIndex/logOverview.ts';
import type { FilterTerm, MessageFilter } from '../logIndex/messageFilter.ts';
import { tellingStatuses } from '../logIndex/messageRow.ts';
import { zoneSentence } from './caseReport.ts';
import type { ReportWords } from './caseReport.ts';
import { html, raw } from './html.ts';
import type { Html } from './html.ts';

const bars = [
  ['delivered', '#1f7a4d'],
  ['deferred', '#b26a00'],
  ['bounced', '#b3261e'],
  ['rejected', '#6b4fa0'],
] as const satisfies readonly (readonly [keyof OverviewBucket, string])[];
const topFields: readonly TopField[] = [
  'sender',
  'recipient',
  'senderDomain',
  'recipientDomain',
  'relay',
  'client',
];
const chart = { width: 960, height: 240 };

/** The overview of a log as one HTML page that needs nothing else: no script, no font, no picture from elsewhere. */
export function overviewReport(
  overview: LogOverview,
  filter: MessageFilter,
  files: readonly string[],
  words: ReportWords,
): string {
  const { say } = words;
  const word = (key: string, values: Record<string, string | number> = {}): string =>
    say({ key: `overview:${key}`, values });
  const count = (value: number): string => say({ key: 'log-index:report.count', values: { value } });
  const { period, totals, reasons, delays, unusual } = overview;
  return html`<!doctype html>
    <html lang="${words.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${say({ key: 'log-index:report.title' })}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <h1>${say({ key: 'log-index:report.title' })}</h1>
        <p class="meta">${files.join(', ')}</p>
        ${
          period.from === null || period.to === null
            ? raw('')
            : html`<p>
                ${say({ key: 'log-index:report.period', values: { from: period.from, to: period.to } })}
              </p>`
        }
        <p class="meta">${zoneSentence(words)}</p>
        ${filterList(filter, words)}
        ${
          unusual.length === 0
            ? raw('')
            : html`<h2>${word('stands-out.title')}</h2>
                <ul>
                  ${unusual.map(({ level, message }) => html`<li class="${level}">${say(message)}</li>`)}
                </ul>`
        }
        <h2>${word('status.title')}</h2>
        ${table(
          tellingStatuses
            .filter((status) => overview.byStatus[status] > 0)
            .map((status) => [say({ key: `status:${status}.label` }), count(overview.byStatus[status])]),
        )}
        ${
          totals === null
            ? raw('')
            : html`<h2>${word('totals.title')}</h2>
                ${table([
                  [word('totals.received'), count(totals.received)],
                  [say({ key: 'status:delivered.label' }), count(totals.delivered)],
                  [word('totals.forwarded'), count(totals.forwarded)],
                  [word('totals.deferrals'), count(totals.deferrals)],
                  [say({ key: 'status:bounced.label' }), count(totals.bounced)],
                  [say({ key: 'status:rejected.label' }), count(totals.rejected)],
                  [word('totals.senders'), count(totals.senders)],
                  [word('totals.recipients'), count(totals.recipients)],
                ])}`
        }
        <h2>${word('time.title')}</h2>
        ${timeChart(overview.buckets, words)}
        <h2>${word('reasons.title')}</h2>
        ${table(
          reasons
            .slice(0, 30)
            .map(({ kind, cause, reply, count: times }) => [
              `${word(`kind.${kind}`)}: ${cause === null ? reply : say({ key: `causes:${cause}.title` })}`,
              count(times),
            ]),
        )}
        <h2>${word('delays.title')}</h2>
        ${table(
          delays.map(({ upToSeconds, count: times }, place) => [
            upToSeconds === null
              ? word('delays.longer', { seconds: delays[place - 1]?.upToSeconds ?? 0 })
              : word('delays.up-to', { seconds: upToSeconds }),
            count(times),
          ]),
        )}
        ${topFields.map(
          (field) =>
            html`<h2>${word(`top.${field}`)}</h2>
              ${table(
                overview.top[field].map(({ value, messages }) => [
                  value === '' ? say({ key: 'log-index:report.null-sender' }) : value,
                  count(messages),
                ]),
              )}`,
        )}
        <p class="meta">MailTriage</p>
      </body>
    </html>`.text;
}

function filterList(filter: MessageFilter, { say }: ReportWords): Html {
  const terms = filter.terms.map((term) => {
    const field = say({ key: `overview:field.${term.field}` });
    const key = term.exclude ? 'overview:filter.sentence-not' : 'overview:filter.sentence';
    return say({ key, values: { field, value: termValue(term, say) } });
  });
  const times = [
    ...(filter.from === null ? [] : [say({ key: 'overview:filter.from', values: { from: filter.from } })]),
    ...(filter.to === null ? [] : [say({ key: 'overview:filter.to', values: { to: filter.to } })]),
  ];
  if (terms.length + times.length === 0) return raw('');
  return html`<p><strong>${say({ key: 'log-index:report.part' })}</strong></p>
    <ul>
      ${[...terms, ...times].map((sentence) => html`<li>${sentence}</li>`)}
    </ul>`;
}

function termValue({ field, value }: FilterTerm, say: ReportWords['say']): string {
  if (field === 'status') return say({ key: `status:${value}.label` });
  if (field === 'cause') return say({ key: `causes:${value}.title` });
  return value === '' ? say({ key: 'log-index:report.null-sender' }) : value;
}

function table(rows: readonly (readonly [string, string])[]): Html {
  if (rows.length === 0) return html`<p class="meta">–</p>`;
  return html`<table>
    ${rows.map(
      ([name, value]) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${value}</td>
        </tr>`,
    )}
  </table>`;
}

/** Bars over time, what went wrong above what went well; the same numbers stand in the table behind it for screen readers. */
function timeChart(buckets: readonly OverviewBucket[], { say }: ReportWords): Html {
  const most = Math.max(1, ...buckets.map((bucket) => bars.reduce((sum, [kind]) => sum + bucket[kind], 0)));
  const width = chart.width / Math.max(1, buckets.length);
  const rects = buckets.flatMap((bucket, place) => {
    let below = 0;
    return bars.flatMap(([kind, colour]) => {
      const height = (bucket[kind] / most) * chart.height;
      if (height === 0) return [];
      const y = chart.height - below - height;
      below += height;
      return [
        `<rect x="${(place * width).toFixed(2)}" y="${y.toFixed(2)}" width="${Math.max(0.5, width * 0.9).toFixed(2)}" height="${height.toFixed(2)}" fill="${colour}"/>`,
      ];
    });
  });
  const first = buckets[0]?.from ?? '';
  const last = buckets.at(-1)?.from ?? '';
  return html`<svg
      viewBox="0 0 ${String(chart.width)} ${String(chart.height)}"
      role="img"
      aria-label="${say({
        key: 'log-index:report.chart',
        values: { from: first, to: last, most },
      })}"
    >
      ${raw(rects.join(''))}
    </svg>
    <p class="meta">
      ${bars.map(
        ([kind, colour]) =>
          html`<span class="key"
            ><span class="swatch" style="background:${colour}"></span>${say({
              key: `status:${kind}.label`,
            })}</span
          > `,
      )}
    </p>`;
}

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem;border-bottom:1px solid #d5dae1}
table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:400;overflow-wrap:anywhere}td{text-align:right;white-space:nowrap;padding-left:1rem}
tr{border-bottom:1px solid #eceff3}.meta{color:#52606f}svg{width:100%;height:auto;border-bottom:1px solid #8a94a0}
li.problem{color:#b3261e}li.warning{color:#7a4a00}.key{margin-right:1rem;white-space:nowrap}.swatch{display:inline-block;width:.8rem;height:.8rem;margin-right:.3rem}
`;
