import { Button, TextInput } from '@mantine/core';
import { useWords } from '../../i18n/words.ts';
import { Sentence } from '../../ui/Sentence.tsx';
import { newJump } from './profileForm.ts';
import type { JumpDraft } from './profileForm.ts';
import classes from './ServerForm.module.css';
import { SignInMethods } from './SignInMethods.tsx';

interface JumpHostsProps {
  readonly jumps: readonly JumpDraft[];
  readonly problems: ReadonlySet<string>;
  readonly onChange: (jumps: readonly JumpDraft[]) => void;
}

/** Hosts passed on the way, in travelling order. */
export function JumpHosts({ jumps, problems, onChange }: JumpHostsProps) {
  const { t } = useWords();
  return (
    <div>
      <p className={classes.hint}>
        <Sentence>{t('servers:form.jumps-hint')}</Sentence>
      </p>
      {jumps.map((jump, index) => {
        const number = index + 1;
        const change = (changed: Partial<JumpDraft>): void =>
          onChange(jumps.map((other) => (other === jump ? { ...jump, ...changed } : other)));
        const problem = (field: 'host' | 'port' | 'user' | 'signIn'): string | null =>
          problems.has(`jumpHosts.${String(index)}.${field}`) ? t(`servers:form.problem.${field}`) : null;
        return (
          <fieldset key={index} className={classes.jump}>
            <legend className={classes.legend}>{t('servers:form.jump', { number })}</legend>
            <div className={classes.fields}>
              <TextInput
                id={`server-jumpHosts.${String(index)}.host`}
                label={t('servers:form.host')}
                value={jump.host}
                error={problem('host')}
                onChange={({ currentTarget }) => change({ host: currentTarget.value })}
              />
              <TextInput
                id={`server-jumpHosts.${String(index)}.port`}
                label={t('servers:form.port')}
                inputMode="numeric"
                value={jump.port}
                error={problem('port')}
                onChange={({ currentTarget }) => change({ port: currentTarget.value })}
              />
              <TextInput
                id={`server-jumpHosts.${String(index)}.user`}
                label={t('servers:form.user')}
                value={jump.user}
                error={problem('user')}
                onChange={({ currentTarget }) => change({ user: currentTarget.value })}
              />
            </div>
            <SignInMethods
              id={`server-jumpHosts.${String(index)}.signIn`}
              methods={jump.signIn}
              problem={problem('signIn')}
              onChange={(signIn) => change({ signIn: [...signIn] })}
            />
            <Button
              size="compact-sm"
              variant="subtle"
              mt="sm"
              onClick={() => onChange(jumps.filter((other) => other !== jump))}
            >
              {t('servers:form.remove-jump', { number })}
            </Button>
          </fieldset>
        );
      })}
      <Button size="compact-md" variant="default" onClick={() => onChange([...jumps, newJump()])}>
        {t('servers:form.add-jump')}
      </Button>
    </div>
  );
}
