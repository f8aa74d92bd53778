import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { migrate } from '#base/migration/index.ts';
import { Trouble } from '#base/trouble/index.ts';
import type { Command } from '../command.ts';
import { kept, opened } from '../database.ts';
import { progress } from '../progress.ts';
import { load } from './load.ts';
import { save } from './save.ts';

export const backup: Command = {
  name: 'backup',
  summary: 'Writes database, documents and keys into one file, while Khuê goes on working',
  words: ['FILE'],
  options: {},
  run: async ({ config, words }) => {
    const file = resolve(words[0] ?? '');
    if (existsSync(file))
      throw new Trouble(`${file} exists already: choose another name, a backup never overwrites one.`, `Tệp ${file} đã có: hãy chọn tên khác, bản sao lưu không ghi đè tệp cũ.`);
    const folder = dirname(file);
    if (!existsSync(folder))
      throw new Trouble(`There is no folder ${folder}: make it, or choose another one.`, `Không có thư mục ${folder}: hãy tạo thư mục này hoặc chọn thư mục khác.`);
    const telling = progress('backup');
    const saved = await kept(config, async (url) => {
      await migrate(url, join(config.root, 'migrations'));
      return save(url, config.dataFolder, file, telling.step);
    });
    telling.done();
    console.error(`${file}: ${saved.tables} tables, ${saved.rows} rows, ${saved.files} files. It holds personal data and keys: keep it as carefully as the database.`);
  },
};

export const restore: Command = {
  name: 'restore',
  summary: 'Restores a backup into an empty database or a new data folder, whole or not at all',
  words: ['FILE'],
  options: { 'without-jobs': { type: 'boolean', help: 'Leaves waiting jobs behind, when the backup was made with another version of the job queue' } },
  run: async ({ config, words, has }) => {
    const file = resolve(words[0] ?? '');
    if (!existsSync(file)) throw new Trouble(`There is no file ${file}.`, `Không có tệp ${file}.`);
    const telling = progress('restore');
    const saved = await opened(config, (url) => load({ url, root: config.root, dataFolder: config.dataFolder, file, withoutJobs: has('without-jobs'), onStep: telling.step }));
    telling.done();
    console.error(`Restored ${saved.tables} tables, ${saved.rows} rows and ${saved.files} files; all digests and counts are right.`);
  },
};
