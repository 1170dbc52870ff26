import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Puts the script and the style sheet into the page, so that the build is one file, and closes the page to the network. */
export function onePage(): Plugin {
  return {
    name: 'one-page',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, bundle) {
      const page = Object.values(bundle).find((file) => file.fileName.endsWith('.html'));
      if (page?.type !== 'asset') throw new Error('the build made no page');
      let html = String(page.source);
      let script = '';
      let modules: string[] = [];
      for (const file of Object.values(bundle)) {
        if (file === page) continue;
        if (file.type === 'chunk') {
          script = closed(file.code.trim(), 'script');
          modules = file.moduleIds;
          html = put(html, new RegExp(`\\s*<script[^>]*src="[^"]*${escaped(file.fileName)}"[^>]*></script>`), '');
        } else if (file.fileName.endsWith('.css')) {
          const style = `<style>${closed(String(file.source).trim(), 'style')}</style>`;
          html = put(html, new RegExp(`<link[^>]*href="[^"]*${escaped(file.fileName)}"[^>]*>`), style);
        } else {
          throw new Error(`${file.fileName} would have to be fetched; inline it`);
        }
        delete bundle[file.fileName];
      }
      // The script comes last: it reads the data block above it.
      html = put(html, /<\/body>/, `<script type="module">${script}</script>\n    ${licences(modules)}\n  </body>`);
      page.source = put(html, /<meta charset="utf-8" \/>/, `<meta charset="utf-8" />\n    ${policy(script)}`);
    },
  };
}

/** Only this very script runs, nothing is fetched and nothing can be sent. Styles stay open: charts set them on their elements. */
function policy(script: string): string {
  const hash = createHash('sha256').update(script).digest('base64');
  const rules = ["default-src 'none'", `script-src 'sha256-${hash}'`, "style-src 'unsafe-inline'", 'img-src data:', "base-uri 'none'", "form-action 'none'"];
  return `<meta http-equiv="Content-Security-Policy" content="${rules.join('; ')}" />`;
}

/** The licences of what is bundled travel with it, as they ask. */
function licences(modules: string[]): string {
  const names = new Set(modules.flatMap((id) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[1] ?? []));
  const texts = [...names].sort().map((name) => {
    const folder = join(import.meta.dirname, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string; license: string };
    const files = filesIn(folder).filter((file) => /^(licen[cs]e|notice|copyright)/i.test(file)).sort();
    if (files.length === 0) throw new Error(`${name} is bundled and ships no licence`);
    return [`${name} ${version} (${license})`, ...files.map((file) => readFileSync(join(folder, file), 'utf8').trim())].join('\n\n');
  });
  return `<script type="text/plain" id="licences">\n${closed(texts.join('\n\n\n'), 'script')}\n</script>`;
}

/** Files of a package and of its folder of licences. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name];
    return /^licen[cs]es$/i.test(entry.name) ? readdirSync(join(folder, entry.name)).map((file) => `${entry.name}/${file}`) : [];
  });
}

function put(text: string, where: RegExp, what: string): string {
  if (!where.test(text)) throw new Error(`the page has no ${where}`);
  return text.replace(where, () => what);
}

/** Text that cannot end the element it stands in. */
function closed(text: string, element: string): string {
  return text.replaceAll(new RegExp(`</(?=${element})`, 'gi'), '<\\/').replaceAll('<!--', '<\\!--');
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
