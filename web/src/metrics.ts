import type { MetricInfo } from './report';

export interface MetricGroup {
  title: string;
  metrics: MetricInfo[];
}

/** Order and titles of the groups, and what people call each metric. */
const GROUPS: [string, Record<string, string>][] = [
  [
    'Price',
    {
      amplification: 'Amplification',
      excessDrawdown: 'Excess drawdown',
      overshoot: 'Overshoot',
      maxLoopGain: 'Largest loop gain',
      criticalShock: 'Critical shock',
    },
  ],
  [
    'Flow',
    {
      liquidatedNotional: 'Liquidated',
      liquidatedShareOfOi: 'Liquidated, of open interest',
      liquidatedAccounts: 'Liquidated accounts',
      cascadeSize: 'Largest cascade',
      branchingRatio: 'Branching ratio',
      falseLiquidationShare: 'False liquidations',
    },
  ],
  [
    'Solvency',
    {
      badDebt: 'Bad debt',
      badDebtBpsOfOi: 'Bad debt, of open interest',
      largestTwoDebts: 'Two largest debts',
      insuranceDrain: 'Insurance fund drained',
      poolCapitalUsedPeak: 'Pool capital used, peak',
      poolLoss: 'Pool loss',
      takerLoss: 'Taker loss',
      memberLoss: 'Loss of clearing members',
      keeperProfit: 'Keeper profit',
      brokerProfit: 'Broker profit',
      equityPreserved: 'Equity preserved',
    },
  ],
  [
    'Deleveraging',
    {
      deleveragedNotional: 'Deleveraged',
      deleveragedShareOfOi: 'Deleveraged, of open interest',
      nettedShareOfOi: 'Netted, of open interest',
      takenShareOfOi: 'Taken by standing takers, of open interest',
      memberShareOfOi: 'Taken over by clearing members, of open interest',
      auctionedShareOfOi: 'Taken in auctions, of open interest',
      pooledShareOfOi: 'Taken by the buffer pool, of open interest',
      routedShareOfOi: 'Sold through liquidity pools, of open interest',
      awayShareOfOi: 'Sold through books elsewhere, of open interest',
      adlOvershoot: 'Deleveraged beyond need',
      adlMaxHaircut: 'Largest share taken from one account',
      adlGini: 'Concentration (Gini)',
    },
  ],
  [
    'Margin',
    {
      fundingShareOfOi: 'Funding paid, of open interest',
      marginPeakToTrough: 'Margin, peak to trough',
      marginWorstCall1h: 'Worst margin call in an hour',
      meanMarginChange: 'Mean margin change',
    },
  ],
  [
    'Time',
    {
      timeToRecoverySeconds: 'Time to recovery',
      timeToFlatP99Seconds: 'Breach to flat, 99th percentile',
      haltSeconds: 'Halted',
    },
  ],
];

/** The metrics of the data in the order of the page; what the page does not know comes last, never gets lost. */
export function grouped(metrics: MetricInfo[], present: Iterable<string>): MetricGroup[] {
  const left = new Map(metrics.map((metric) => [metric.key, metric]));
  for (const key of present) if (!left.has(key)) left.set(key, { key, unit: '', meaning: '', better: 'none' });
  const groups = GROUPS.map(([title, names]) => {
    const found = Object.keys(names).flatMap((key) => left.get(key) ?? []);
    for (const metric of found) left.delete(metric.key);
    return { title, metrics: found };
  });
  groups.push({ title: 'Other', metrics: [...left.values()] });
  return groups.filter((group) => group.metrics.length > 0);
}

export function metricName(key: string): string {
  for (const [, names] of GROUPS) if (Object.hasOwn(names, key)) return names[key]!;
  const words = key.replaceAll(/([a-z\d])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
