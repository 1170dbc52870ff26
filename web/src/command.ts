import type { Result } from './report';
import { EXOGENOUS } from './verdict';

/** The command that repeats the run. Names are quoted where a shell would read more into them. */
export function command(result: Result): string {
  const policies = result.policies.map((policy) => policy.name).filter((name) => name !== EXOGENOUS);
  const listed = policies.length === 0 ? '' : ` --policy ${quoted(policies.join(','))}`;
  return `./spillway simulate ${quoted(result.scenario)}${listed} --seeds ${result.seeds}`;
}

function quoted(text: string): string {
  return /^[\w.,/-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
