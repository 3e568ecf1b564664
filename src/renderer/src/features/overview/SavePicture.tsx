import { useState } from 'react';
import { createAnonymiser } from '../../../../core/redact/anonymise.ts';
import { ask } from '../../app/bridge.ts';
import { useWords } from '../../i18n/words.ts';
import type { Picture } from './charts/chartPicture.ts';
import { pngOf, svgOf } from './charts/chartPicture.ts';
import { SaveDialog } from './SaveDialog.tsx';
import type { SaveOutcome } from './SaveDialog.tsx';
import { useLooking } from './useLooking.ts';
import { useTermWords } from './useTermWords.ts';

interface SavePictureProps {
  readonly title: string;
  readonly picture: (replace: (text: string) => string) => Omit<Picture, 'title' | 'subtitle'>;
  readonly onClose: () => void;
}

/** Takes a chart along as a picture that says what it shows, filter included. */
export function SavePicture({ title, picture, onClose }: SavePictureProps) {
  const { t } = useWords();
  const { filter } = useLooking();
  const { whole } = useTermWords();
  const [format, setFormat] = useState<'png' | 'svg'>('png');
  const save = async (anonymous: boolean): Promise<SaveOutcome> => {
    const replace = anonymous ? createAnonymiser().text : (text: string) => text;
    const svg = await svgOf({ title, subtitle: replace(whole(filter)), ...picture(replace) });
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
