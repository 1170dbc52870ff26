import { stylesOf, type Style } from './chart/look';
import type { PolicyResult, Report } from './report';
import { EXOGENOUS, subject } from './verdict';

/** The report and what every section derives from it. */
export interface View {
  report: Report;
  subject: PolicyResult | null;
  /** Policies that acted in the market: all but the exogenous reference. */
  acting: string[];
  style: (policy: string) => Style;
}

export function viewOf(report: Report): View {
  const about = subject(report.result);
  const names = [...report.result.policies, ...(report.series?.markets.flatMap((market) => market.policies) ?? [])].map((policy) => policy.name);
  const styles = stylesOf(names, about?.name ?? null, report.result.baseline);
  const fallback = styles.get(EXOGENOUS)!;
  return {
    report,
    subject: about,
    acting: [...new Set(names)].filter((name) => name !== EXOGENOUS),
    style: (policy) => styles.get(policy) ?? fallback,
  };
}
