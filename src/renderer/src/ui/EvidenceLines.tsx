import type { Evidence } from '../../../core/playbook/verdict.ts';
import { useWords } from '../i18n/words.ts';
import { CopyText } from './CopyText.tsx';
import { SaveText } from './SaveText.tsx';
import classes from './EvidenceLines.module.css';

interface EvidenceLinesProps {
  readonly lines: readonly Evidence[];
  /** What these lines are, when they are not what a verdict rests on. */
  readonly label?: string;
}

/** Log lines with their place, the telling parts marked. */
export function EvidenceLines({ lines, label }: EvidenceLinesProps) {
  const { t } = useWords();
  const name = label ?? t('wizard:evidence.title');
  const text = lines.map((line) => `${line.file}:${String(line.line)}: ${line.text}`).join('\n');
  return (
    <div className={classes.box}>
      <ol className={classes.lines} aria-label={name}>
        {lines.map((line, index) => (
          <li key={`${line.file}:${String(line.line)}:${String(index)}`} className={classes.line}>
            <span className={classes.place}>
              {t('wizard:evidence.place', { file: line.file, line: line.line })}
            </span>
            <code className={classes.text}>{marked(line)}</code>
          </li>
        ))}
      </ol>
      <div className={classes.actions}>
        <CopyText what={name} label={t('wizard:evidence.copy')} text={text} />
        <SaveText
          label={t('wizard:evidence.save')}
          suggestedName={t('wizard:evidence.file-name')}
          text={`${text}\n`}
        />
      </div>
    </div>
  );
}

/** The text in pieces, marked ones in `<mark>`. Marks may come in any order; overlaps are cut. */
function marked({ text, marks = [] }: Evidence) {
  const pieces = [];
  let at = 0;
  for (const [start, end] of marks.toSorted((a, b) => a[0] - b[0])) {
    const from = Math.max(at, start);
    const to = Math.min(text.length, end);
    if (to <= from) continue;
    if (from > at) pieces.push(text.slice(at, from));
    pieces.push(<mark key={from}>{text.slice(from, to)}</mark>);
    at = to;
  }
  pieces.push(text.slice(at));
  return pieces;
}
