import './setup.css';
import { SegmentedControl, Stepper, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SetupState } from '../../../shared/contract/setup-contract';
import { orpc } from '../../bridge/client';
import { problemOf } from '../../bridge/problem';
import { useSettings } from '../../bridge/useSettings';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingRows } from '../../components/LoadingRows';
import { ChooseStep } from './ChooseStep';
import { HubSpotStep } from './HubSpotStep';
import { LineStep } from './LineStep';
import { PropertiesStep } from './PropertiesStep';
import { furthestStep, SETUP_STEPS, type SetupStep, shownStep } from './setup-steps';

/** The first screens: sandbox or own accounts, HubSpot, LINE, what to sync. Goes on where it was left. */
export function SetupScreen() {
  const { t, i18n } = useTranslation('setup');
  useDocumentTitle(t('windowTitle'));
  const [, change] = useSettings();
  const { data: state, error, refetch } = useQuery(orpc.setup.state.queryOptions());
  return (
    <main className="setup">
      <header className="setup-top">
        <span className="setup-brand">Lumo Console</span>
        <SegmentedControl
          size="xs"
          aria-label={t('language')}
          value={i18n.language}
          onChange={(language) => change({ language: language === 'ja' ? 'ja' : 'en' })}
          data={[
            { value: 'en', label: 'English' },
            { value: 'ja', label: '日本語' },
          ]}
        />
      </header>
      {error === null || state !== undefined ? null : (
        <div className="setup-body">
          <ErrorNotice problem={problemOf(error)} onRetry={() => void refetch()} />
        </div>
      )}
      {state === undefined && error === null ? <LoadingRows /> : null}
      {state === undefined ? null : <SetupSteps state={state} />}
    </main>
  );
}

/** Steps that are counted: the first choice stands before them. */
const AFTER_CHOICE = ['hubSpot', 'line', 'properties'] as const satisfies readonly SetupStep[];

function SetupSteps({ state }: { readonly state: SetupState }) {
  const { t } = useTranslation('setup');
  const [wished, setWished] = useState<SetupStep>(() => furthestStep(state));
  const step = shownStep(wished, state);
  const body = useRef<HTMLDivElement>(null);
  const furthest = furthestStep(state);

  // The first choice needs no "next": once it is made, the wizard goes on by itself.
  useEffect(() => {
    if (wished === 'choose' && furthest !== 'choose') setWished('hubSpot');
  }, [wished, furthest]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: focus moves once for each step
  useEffect(() => {
    const first = body.current?.querySelector<HTMLElement>('[data-autofocus]');
    (first ?? body.current?.querySelector<HTMLElement>('h1'))?.focus();
  }, [step]);

  return (
    <div className="setup-body" ref={body}>
      {step === 'choose' ? null : (
        <Stepper
          size="xs"
          active={SETUP_STEPS.indexOf(step) - 1}
          onStepClick={(index) => {
            const target = AFTER_CHOICE[index];
            if (target !== undefined) setWished(target);
          }}
          mb="xl"
          aria-label={t('steps.label')}
        >
          {AFTER_CHOICE.map((name) => (
            <Stepper.Step
              key={name}
              label={t(`steps.${name}`)}
              allowStepSelect={SETUP_STEPS.indexOf(name) <= SETUP_STEPS.indexOf(furthest)}
            />
          ))}
        </Stepper>
      )}
      <Title order={1} size="h1" tabIndex={-1} className="setup-title">
        {t(`${step}.title`)}
      </Title>
      {step === 'choose' ? <ChooseStep state={state} /> : null}
      {step === 'hubSpot' ? <HubSpotStep state={state} onNext={() => setWished('line')} /> : null}
      {step === 'line' ? (
        <LineStep state={state} onBack={() => setWished('hubSpot')} onNext={() => setWished('properties')} />
      ) : null}
      {step === 'properties' ? <PropertiesStep onBack={() => setWished('line')} /> : null}
    </div>
  );
}
