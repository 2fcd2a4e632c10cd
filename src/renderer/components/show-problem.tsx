import { notifications } from '@mantine/notifications';
import type { Problem } from '../../shared/errors/error-code';
import { problemOf } from '../bridge/problem';
import { i18n } from '../i18n/i18n';
import { ProblemText } from './ProblemText';
import { problemParams } from './problem-params';

/** Shows a failure as a notification: what happened, what is safe, what to do. Takes an error of a call or a Problem. */
export function showProblem(error: unknown): void {
  const problem = problemOf(error);
  showKnownProblem(problem);
}

/** {@link showProblem} for a problem that is already known. */
export function showKnownProblem(problem: Problem): void {
  notifications.show({
    id: `problem-${problem.code}`,
    color: 'red',
    title: i18n.t(`errors:${problem.code}.what`, problemParams(problem)),
    message: <ProblemText problem={problem} isWhatHidden />,
    autoClose: 10_000,
  });
}
