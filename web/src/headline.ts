import { interval, percent, quantity } from './format';
import type { PolicyResult, Report, Summary } from './report';
import { standing, subject } from './verdict';

/** The answer in one sentence: benefit with its interval, the baseline beside it, and the cost. */
export function headline({ result }: Report): string {
  const policy = subject(result);
  const baseline = result.policies.find((other) => other.name === result.baseline) ?? null;
  if (policy === null) return baseline === null ? 'This run compares no policy.' : `${amplified(baseline, `Under ${baseline.name}`)}. No other policy was compared.`;
  let sentence = amplified(policy, `Under ${policy.name}`);
  const other = baseline?.metrics.amplification;
  if (baseline !== null && isDefined(policy.metrics.amplification) && isDefined(other)) sentence += `, against ${times(other)} under ${baseline.name}`;
  return `${sentence}; ${cost(policy)}.`;
}

/** What the reader must know before the sentence counts. Null where there is nothing to warn of. */
export function caveat(report: Report): string | null {
  const { result } = report;
  const policy = subject(result) ?? result.policies[0];
  if (result.calibration?.kind === 'synthetic') return null;
  if (result.calibration?.kind === 'none') return 'The market model is not calibrated to the recorded day: the figures compare policies under stated assumptions, and no verdict is given.';
  if (result.calibration?.converged === false) return 'The calibration did not meet its anchors: the figures compare policies under stated assumptions, and no verdict is given.';
  if (policy !== undefined && standing(policy) === 'notInformative') return 'The baseline hardly amplifies this fall: there was nothing to prevent, so no verdict is given.';
  if (result.seeds < 16) return `A verdict needs at least 16 seeds; this run has ${result.seeds}.`;
  return null;
}

function amplified(policy: PolicyResult, lead: string): string {
  const summary = policy.metrics.amplification;
  if (!isDefined(summary)) return `${lead} amplification is undefined: the exogenous path does not fall`;
  return `${lead} the fall is ${times(summary, ' the exogenous one')}`;
}

function cost(policy: PolicyResult): string {
  const summary = policy.metrics.deleveragedShareOfOi;
  if (!isDefined(summary)) return 'its cost in deleveraging is not known';
  const none = summary.mean === 0 && (summary.ci95?.[1] ?? 0) === 0;
  const taken = none ? 'nobody was deleveraged' : `${percent(summary.mean)} of open interest deleveraged${bounds(summary, 'share')}`;
  return `cost: ${taken}${chosen(policy)}`;
}

// What others took over by consent is no cost to them, but the answer rests on their being there.
function chosen(policy: PolicyResult): string {
  const netted = policy.metrics.nettedShareOfOi?.mean ?? 0;
  const taken = policy.metrics.takenShareOfOi?.mean ?? 0;
  if (netted > 0 && taken > 0) return `; by consent ${percent(netted)} was netted and ${percent(taken)} taken over`;
  if (taken > 0) return `; ${percent(taken)} was taken over by consent`;
  return netted > 0 ? `; ${percent(netted)} was netted by consent` : '';
}

function times(summary: Summary, what = ''): string {
  return `${quantity(summary.mean, 'ratio')}${what}${bounds(summary, 'ratio')}`;
}

function bounds(summary: Summary, unit: string): string {
  return summary.ci95 === null || summary.ci95 === undefined ? ' (no interval)' : ` (${interval(summary.ci95, summary.mean, unit)})`;
}

function isDefined(summary: Summary | undefined): summary is Summary {
  return typeof summary?.mean === 'number';
}
