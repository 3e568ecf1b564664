import type { ReactNode } from 'react';
import { useCase } from '../wizard/caseStore.ts';
import type { SourceKind } from '../wizard/caseStore.ts';
import classes from './SourcePicker.module.css';

interface WayProps {
  readonly kind: SourceKind;
  readonly icon: ReactNode;
  readonly name: string;
  readonly text: string;
  readonly onChoose: () => void;
  /** Where several ways are of one kind: whether this is the one, and its own name. */
  readonly chosen?: boolean;
  readonly id?: string;
}

/** One way to get at the data, as a card that is a button. */
export function Way({ kind, icon, name, text, onChoose, chosen, id = kind }: WayProps) {
  const isOfKind = useCase((state) => state.sourceKind === kind);
  const isChosen = chosen ?? isOfKind;
  const about = `source-${id}-text`;
  return (
    <div className={classes.way} data-chosen={isChosen || undefined}>
      <button
        type="button"
        className={classes.choose}
        aria-pressed={isChosen}
        aria-describedby={about}
        onClick={onChoose}
      >
        {icon}
        {name}
      </button>
      <p id={about} className={classes.text}>
        {text}
      </p>
    </div>
  );
}
