import { expect, test } from 'vitest';
import { itemFrom } from './[id]/items/item.ts';
import { bodyFrom } from './message-form.ts';

function form(fields: Record<string, string>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.set(name, value);
  return made;
}

test('a line of what must be understood is never lost: without a name it gets one of its first words, in English that of its place', () => {
  const { body } = bodyFrom(
    form({
      points_vi: 'Không bấm vào đường dẫn lạ\nbao-ngay: Báo ngay cho người phụ trách\n\nKhông bấm vào đường dẫn mới\n12 giờ: khóa máy',
      points_en: 'Do not follow links\nTell at once',
    }),
  );
  expect(body).toMatchObject({
    text: {
      vi: {
        points: [
          { family: 'khong-bam-vao-duong-dan', text: 'Không bấm vào đường dẫn lạ' },
          { family: 'bao-ngay', text: 'Báo ngay cho người phụ trách' },
          { family: 'khong-bam-vao-duong-dan-lan-2', text: 'Không bấm vào đường dẫn mới' },
          { family: '12-gio-khoa-may', text: '12 giờ: khóa máy' },
        ],
      },
      en: {
        title: '',
        points: [
          { family: 'khong-bam-vao-duong-dan', text: 'Do not follow links' },
          { family: 'bao-ngay', text: 'Tell at once' },
        ],
      },
    },
  });
  expect(bodyFrom(form({ title_vi: 'Chỉ tiếng Việt' })).body).not.toHaveProperty('text.en');
});

test('a question without a name gets the next one of its family', () => {
  const fields = { kind: 'single', family: 'bao-ngay', prompt_vi: 'Báo cho ai?', key: 'a' };
  expect(itemFrom(form(fields), [])).toMatchObject({ id: 'bao-ngay-1' });
  expect(itemFrom(form(fields), [{ itemId: 'bao-ngay-1' }, { itemId: 'bao-ngay-3' }])).toMatchObject({ id: 'bao-ngay-2' });
  expect(itemFrom(form({ ...fields, family: '' }), [])).toMatchObject({ id: 'moi-1', family: '' });
  expect(itemFrom(form({ ...fields, id: ' rieng ' }), [{ itemId: 'bao-ngay-1' }])).toMatchObject({ id: 'rieng' });
});
