import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { LibraryFile, MessageFile, TemplateFile, WaveFile } from './message.ts';

/** What the program ships for campaigns under `<root>/content/campaigns`; throws typebox's `ParseError` when a file has another form. */
export function readCampaignContent(root: string): { library: LibraryFile; messages: MessageFile[] } {
  const here = join(root, 'content', 'campaigns');
  const messages = readdirSync(join(here, 'messages')).filter((file) => file.endsWith('.json'));
  return {
    library: Value.Parse(LibraryFile, json(join(here, 'library.json'))),
    messages: messages.toSorted().map((file) => Value.Parse(MessageFile, json(join(here, 'messages', file)))),
  };
}

/** The templates of recurring duties. */
export function readTemplates(root: string): TemplateFile['templates'] {
  return Value.Parse(TemplateFile, json(join(root, 'content', 'campaigns', 'templates.json'))).templates;
}

/** The statements of measuring waves. */
export function readStatements(root: string): WaveFile['statements'] {
  return Value.Parse(WaveFile, json(join(root, 'content', 'campaigns', 'wave.json'))).statements;
}

function json(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
