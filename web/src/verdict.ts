import type { PolicyResult, Result } from './report';

export type Standing = 'prevented' | 'notPrevented' | 'notInformative' | 'notJudged' | 'reference';

export const EXOGENOUS = 'exogenous';

/** What the five clauses of a verdict are called in a sentence. */
const CLAUSES: Record<string, string> = {
  amplification: 'amplification',
  badDebt: 'bad debt',
  liquidated: 'liquidated volume',
  deleveraging: 'deleveraging',
  sideEffects: 'side effects',
};

/** The sign is never the only carrier: the words stand beside it. */
export const SIGNS: Record<Standing, { sign: string; words: string }> = {
  prevented: { sign: '✓', words: 'prevented' },
  notPrevented: { sign: '✕', words: 'not prevented' },
  notInformative: { sign: '○', words: 'not informative' },
  notJudged: { sign: '–', words: 'not judged' },
  reference: { sign: '=', words: 'reference' },
};

export function standing(policy: PolicyResult): Standing {
  const { informative, prevented } = policy.verdict;
  if (policy.name === EXOGENOUS) return 'reference';
  if (prevented === true) return 'prevented';
  if (prevented === false) return 'notPrevented';
  return informative === false ? 'notInformative' : 'notJudged';
}

export function clause(key: string): string {
  return CLAUSES[key] ?? key;
}

/** The remark of a chip: which clauses failed, which nothing could have met. Empty if there is nothing to say. */
export function remark(policy: PolicyResult): string {
  const { failed, unattainable } = policy.verdict;
  const parts = [];
  if (failed.length > 0) parts.push(`failed: ${failed.map(clause).join(', ')}`);
  if (unattainable.length > 0) parts.push(`out of reach even without forced sales: ${unattainable.map(clause).join(', ')}`);
  return parts.join('; ');
}

/** The policy the page is about: "spillway", else the first that is neither reference nor baseline. */
export function subject(result: Result): PolicyResult | null {
  const candidates = result.policies.filter((policy) => policy.name !== EXOGENOUS && policy.name !== result.baseline);
  return candidates.find((policy) => policy.name === 'spillway') ?? candidates[0] ?? null;
}
