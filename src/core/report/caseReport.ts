import type { Case } from '../case/case.ts';
import type { Message } from '../message.ts';
import type { Evidence } from '../playbook/verdict.ts';
import { escapeHtml, html, raw, type Html } from './html.ts';

/** The report's own words and how it turns messages and times into the reader's language. */
export interface ReportWords {
  readonly language: string;
  /** The zone times are shown in that say their own, e.g. `Europe/Paris`; `log`: as the log has them. */
  readonly zone: string;
  readonly say: (message: Message) => string;
  /** An ISO 8601 time as people read it; other text as it is. */
  readonly time: (iso: string) => string;
}

/** Which clock the reader has before them: a time of a report that does not say so can be an hour or a day wrong. */
export const zoneSentence = ({ zone, say }: ReportWords): string =>
  zone === 'log' ? say({ key: 'report:times.log' }) : say({ key: 'report:times.zone', values: { zone } });

/** A case as one HTML page that needs nothing else: no script, no font, no picture from elsewhere. Prints well. */
export function caseReport(report: Case, words: ReportWords): string {
  const { say, time } = words;
  const word = (key: string): string => say({ key: `report:${key}` });
  const facts = Object.entries(report.facts).filter(([, value]) => value !== undefined);
  return html`<!doctype html>
    <html lang="${words.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${word('title')}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <h1>${word('title')}</h1>
        <p>${word('created')} ${time(report.createdAt)} · ${word('changed')} ${time(report.changedAt)}</p>
        <p class="meta">${zoneSentence(words)}</p>
        <h2>${word('known')}</h2>
        <dl>
          ${facts.map(
            ([name, value]) =>
              html`<dt>${say({ key: `wizard:field.${name}.label` })}</dt>
                <dd>${time(value)}</dd>`,
          )}
        </dl>
        ${
          report.notes === ''
            ? raw('')
            : html`<h2>${word('notes')}</h2>
                <p class="notes">${report.notes}</p>`
        }
        <h2>${word('steps')}</h2>
        <ol>
          ${report.entries.map(
            (entry) =>
              html`<li class="${entry.verdict.level}">
                <h3>${say({ key: `status:level.${entry.verdict.level}` })}: ${say(entry.verdict.because)}</h3>
                <p class="meta">${time(entry.at)} · ${entry.source}</p>
                ${entry.verdict.details.map((detail) => html`<p>${say(detail)}</p>`)}
                <p>
                  ${say({ key: `status:actor.${entry.verdict.whoActs}` })} ·
                  ${say({ key: `status:confidence.${entry.verdict.confidence}` })}
                </p>
                ${list(
                  word('remedies'),
                  entry.verdict.remedies.map(({ text }) => say(text)),
                )}
                ${evidenceList(word('evidence'), entry.verdict.evidence)}
                ${list(word('commands'), entry.commands, 'code')}
              </li>`,
          )}
        </ol>
        <p class="meta">MailTriage</p>
      </body>
    </html>`.text;
}

function list(title: string, items: readonly string[], kind: 'code' | 'words' = 'words'): Html {
  if (items.length === 0) return raw('');
  return html`<h4>${title}</h4>
    <ul>
      ${items.map((item) => (kind === 'code' ? html`<li><code>${item}</code></li>` : html`<li>${item}</li>`))}
    </ul>`;
}

function evidenceList(title: string, evidence: readonly Evidence[]): Html {
  if (evidence.length === 0) return raw('');
  return html`<h4>${title}</h4>
    <ul class="evidence">
      ${evidence.map((line) => html`<li><span>${line.file}:${String(line.line)}</span><code>${marked(line)}</code></li>`)}
    </ul>`;
}

function marked({ text, marks = [] }: Evidence): Html {
  let done = 0;
  let out = '';
  for (const [from, to] of marks) {
    out += `${escapeHtml(text.slice(done, from))}<mark>${escapeHtml(text.slice(from, to))}</mark>`;
    done = to;
  }
  return raw(out + escapeHtml(text.slice(done)));
}

const STYLE = `
body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2430}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-bottom:1px solid #d5dae1}h3{font-size:1rem;margin-bottom:0}h4{margin:.6rem 0 .2rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem}dt{color:#52606f}dd{margin:0;overflow-wrap:anywhere}
ol>li{border-left:.3rem solid #8a94a0;padding:.2rem 0 .6rem .8rem;margin:.8rem 0;break-inside:avoid}
ol>li.ok{border-color:#1f7a4d}ol>li.warning{border-color:#b26a00}ol>li.problem{border-color:#b3261e}
.meta{color:#52606f;margin:.2rem 0}.notes{white-space:pre-wrap}code{font:12px/1.4 ui-monospace,monospace;overflow-wrap:anywhere;white-space:pre-wrap}
.evidence{list-style:none;padding:0}.evidence span{color:#52606f;font-size:.8rem;display:block}mark{background:#ffe08a}
`;
