import { useState } from 'react';
import { RowAnonymiser } from '../../../../core/logIndex/exportRows.ts';
import { ask } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import type { Picture } from './charts/chartPicture.ts';
import { pngOf, svgOf } from './charts/chartPicture.ts';
import { SaveDialog } from './SaveDialog.tsx';
import type { SaveOutcome } from './SaveDialog.tsx';
import { useLooking } from './useLooking.ts';
import { useTermWords } from './useTermWords.ts';

/** A chart to take along; without names where there is an anonymiser. */
export type DrawPicture = (anonymiser: RowAnonymiser | null) => Omit<Picture, 'title' | 'subtitle'>;

interface SavePictureProps {
  /** Names nobody: it is the file's name, too. */
  readonly title: string;
  readonly picture: DrawPicture;
  readonly onClose: () => void;
}

/** Takes a chart along as a picture that says what it shows, filter included. */
export function SavePicture({ title, picture, onClose }: SavePictureProps) {
  const { t } = useWords();
  const { filter } = useLooking();
  const { whole } = useTermWords();
  const [format, setFormat] = useState<'png' | 'svg'>('png');
  const save = async (anonymous: boolean): Promise<SaveOutcome> => {
    const anonymiser = anonymous ? new RowAnonymiser() : null;
    // The chart first: who is first in it is person 1.
    const drawn = picture(anonymiser);
    const svg = await svgOf({ title, subtitle: whole(anonymiser?.filter(filter) ?? filter), ...drawn });
    const suggestedName = `${title}.${format}`;
    return format === 'svg'
      ? ask('text.saveAs', { suggestedName, text: svg })
      : ask('picture.saveAs', { suggestedName, png: await pngOf(svg) });
  };
  return (
    <SaveDialog
      title={t('overview:save.picture-title', { chart: title })}
      formats={['png', 'svg'] as const}
      format={format}
      onFormat={setFormat}
      onSave={save}
      onClose={onClose}
    />
  );
}
