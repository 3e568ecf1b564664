import { IconFileDownload } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useWords } from '../i18n/words.ts';
import classes from './DropZone.module.css';
import { logWizardPath } from './menuCommands.ts';
import { takeDroppedFiles } from './openLogs.ts';
import { paths } from './paths.ts';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** The whole window takes files; elsewhere than in a wizard or the overview they lead to the wizard that reads logs. */
export function DropZone() {
  const { t } = useWords();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [hovering, setHovering] = useState(false);
  useEffect(() => {
    const onOver = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setHovering(true);
    };
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setHovering(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      setHovering(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      void takeDroppedFiles(files).then(() =>
        pathname.startsWith('/wizard/') || pathname === paths.overview
          ? undefined
          : // Who looks at a whole log wants to see the next one the same way.
            navigate(pathname.startsWith(paths.overview) ? paths.overview : logWizardPath()),
      );
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [navigate, pathname]);
  if (!hovering) return null;
  return (
    <div className={classes.veil} aria-hidden>
      <div className={classes.card}>
        <IconFileDownload size={48} stroke={1.5} />
        <strong>{t('common:drop.title')}</strong>
        <span>{t('common:drop.text')}</span>
      </div>
    </div>
  );
}
