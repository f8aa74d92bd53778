import type { Translate } from '#base/text/index.ts';
import type { Column, FieldError, Status, SummaryRow, Task } from '#ui/types.ts';

type Person = { name: string; post: string; coefficient: number; since: string; status: Status };

/** Imaginary people of a real ward. */
export const people = (t: Translate): readonly Person[] => [
  {
    name: 'Nguyễn Thị Minh Hạnh',
    post: t('ui-samples.official-of-the-one-stop-desk'),
    coefficient: 3.33,
    since: '01/07/2025',
    status: { tone: 'good', text: t('ui-samples.confirmed') },
  },
  { name: 'Trần Quốc Bảo', post: t('ui-samples.head-of-culture-and-society'), coefficient: 4.98, since: '15/08/2019', status: { tone: 'good', text: t('ui-samples.confirmed') } },
  {
    name: 'Lê Ánh Tuyết',
    post: t('ui-samples.clerk-for-letters-and-archives'),
    coefficient: 2.67,
    since: '02/01/2024',
    status: { tone: 'caution', text: t('ui-samples.awaiting-confirmation') },
  },
  {
    name: 'Phạm Đức Long',
    post: t('ui-samples.officer-for-economy-infrastructure-and-urban-affairs'),
    coefficient: 2.34,
    since: '01/11/2026',
    status: { tone: 'bad', text: t('ui-samples.no-date-of-birth') },
  },
  {
    name: 'Vũ Ngọc Ánh',
    post: t('ui-samples.officer-of-the-public-administration-service-centre'),
    coefficient: 3,
    since: '01/07/2025',
    status: { tone: 'none', text: t('ui-samples.no-data') },
  },
];

/** The columns of the table of people. */
export const personColumns = (t: Translate): readonly Column<Person>[] => [
  { key: 'name', label: t('ui-samples.full-name'), value: (person) => person.name, href: () => '#bang', sortable: true },
  { key: 'post', label: t('ui-samples.posts'), value: (person) => person.post, sortable: true },
  { key: 'coefficient', label: t('ui-samples.coefficient'), value: (person) => person.coefficient.toFixed(2).replace('.', ','), numeric: true, sortable: true },
  { key: 'since', label: t('ui-samples.from'), value: (person) => person.since, numeric: true },
  { key: 'status', label: t('ui-samples.state'), value: (person) => person.status.text, tag: (person) => person.status },
];

/** What awaits somebody. */
export const tasks = (t: Translate): readonly Task[] => [
  {
    title: t('ui-samples.read-and-answer-protecting-residents-personal-data'),
    href: '#bang',
    hint: t('ui-samples.3-minutes-4-questions-because-you-receive'),
    tag: { tone: 'caution', text: t('ui-samples.today') },
  },
  { title: t('ui-samples.lesson-3-recognising-forged-mail'), href: '#bang', hint: t('ui-samples.programme-digital-safety-8-minutes-left'), due: '2026-11-27' },
  { title: t('ui-samples.confirm-the-particulars-of-your-post'), hint: t('ui-samples.opens-on-25-11'), due: '2026-11-30' },
];

/** Particulars of a person. */
export const summary = (t: Translate): readonly SummaryRow[] => [
  { label: t('ui-samples.full-name'), value: 'Nguyễn Thị Minh Hạnh' },
  { label: t('ui-samples.unit'), value: t('ui-samples.van-mieu-quoc-tu-giam-ward'), href: '#bang' },
  { label: t('ui-samples.mail-address'), action: { href: '#bang', label: t('ui-samples.add') } },
  { label: t('ui-samples.date-of-birth'), value: '08/03/1988', action: { href: '#bang', label: t('ui-samples.ask-for-a-change') } },
];

/** What is to mend in the fields below. */
export const errors = (t: Translate): readonly FieldError[] => [
  { href: '#name-again', text: t('ui-samples.please-write-the-name-as-in-the') },
  { href: '#start-day-again', text: t('ui-samples.february-2026-has-no-31st-day') },
  { href: '#purpose-again', text: t('ui-samples.please-choose-a-reason-before-you-open') },
];
