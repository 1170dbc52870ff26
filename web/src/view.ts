import { stylesOf, type Style } from './chart/look';
import type { PolicyResult, Report } from './report';
import { EXOGENOUS, subject } from './verdict';

/** The report and what every section derives from it. */
export interface View {
  report: Report;
  subject: PolicyResult | null;
  /** The subject first, the baseline beside it, the reference last. */
  ranked: PolicyResult[];
  style: (policy: string) => Style;
}

export function viewOf(report: Report): View {
  const about = subject(report.result);
  const rank = (policy: PolicyResult): number => (policy.name === EXOGENOUS ? 3 : policy === about ? 0 : policy.name === report.result.baseline ? 1 : 2);
  const names = [...report.result.policies, ...(report.series?.markets.flatMap((market) => market.policies) ?? [])].map((policy) => policy.name);
  const styles = stylesOf(names, about?.name ?? null, report.result.baseline);
  const fallback = styles.get(EXOGENOUS)!;
  return {
    report,
    subject: about,
    ranked: [...report.result.policies].sort((a, b) => rank(a) - rank(b)),
    style: (policy) => styles.get(policy) ?? fallback,
  };
}
