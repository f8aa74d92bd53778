import type { Unit } from '../content/index.ts';
import type { PostKind } from '../src/modules/directory/import/columns.ts';

/** What a post is called and of which kind it is. */
export type Title = { title: string; kind: PostKind };

type Ladder = {
  /** The head, then the deputies, in order. */
  top: string[];
  /** Leaders of divisions, repeated as often as needed; empty where there are none. */
  middle: string[];
  staff: string[];
  contract: string[];
};

const CONTRACT = ['Nhân viên lái xe', 'Nhân viên phục vụ', 'Nhân viên bảo vệ', 'Nhân viên kỹ thuật'];
const DIVISION = ['Trưởng phòng', 'Phó Trưởng phòng'];
const STAFF = ['Chuyên viên', 'Chuyên viên chính', 'Chuyên viên', 'Văn thư viên', 'Chuyên viên', 'Kế toán viên', 'Chuyên viên', 'Cán sự'];

/** The titles of a unit with `n` posts, the head first; about one leader in six and one contract in ten. */
export function titlesOf(unit: Pick<Unit, 'kind' | 'name_vi'>, n: number): Title[] {
  const ladder = ladderOf(unit);
  const leaders = ladder.staff.length === 0 ? n : Math.min(n, Math.max(1, Math.round(n / 6)), ladder.middle.length > 0 ? n : ladder.top.length);
  const contracts = ladder.contract.length === 0 ? 0 : Math.floor((n - leaders) / 10);
  return Array.from({ length: n }, (_, i): Title => {
    if (i < leaders) return { title: leaderTitle(ladder, i), kind: 'leader' };
    if (i >= n - contracts) return { title: cycle(ladder.contract, i), kind: 'contract' };
    return { title: cycle(ladder.staff, i - leaders), kind: 'staff' };
  });
}

/** The title that the head of a joined unit, or a deputy, takes in the unit that receives it. */
export function deputyTitle(unit: Pick<Unit, 'kind' | 'name_vi'>): string {
  return cycle(ladderOf(unit).top, 1);
}

/** Whether a title heads, or is deputy head of, units of this kind. */
export function isTopTitle(unit: Pick<Unit, 'kind' | 'name_vi'>, title: string): boolean {
  return ladderOf(unit).top.includes(title);
}

function leaderTitle(ladder: Ladder, i: number): string {
  return i < ladder.top.length || ladder.middle.length === 0 ? cycle(ladder.top, i) : cycle(ladder.middle, i - ladder.top.length);
}

function cycle(titles: string[], i: number): string {
  return titles[i % titles.length] ?? 'Chuyên viên';
}

function ladderOf(unit: Pick<Unit, 'kind' | 'name_vi'>): Ladder {
  const body = (head: string, deputy: string, staff = STAFF): Ladder => ({ top: [head, deputy, deputy, deputy], middle: DIVISION, staff, contract: CONTRACT });
  switch (unit.kind) {
    case 'people-committee':
      return { top: ['Chủ tịch UBND thành phố', ...Array.from({ length: 3 }, () => 'Phó Chủ tịch UBND thành phố')], middle: [], staff: [], contract: [] };
    case 'department':
      return body('Giám đốc Sở', 'Phó Giám đốc Sở');
    case 'office':
      return body('Chánh Văn phòng', 'Phó Chánh Văn phòng');
    case 'management-board':
      return body('Trưởng ban', 'Phó Trưởng ban');
    case 'inspectorate':
      return body('Chánh Thanh tra', 'Phó Chánh Thanh tra', ['Thanh tra viên', 'Thanh tra viên chính', 'Chuyên viên', 'Văn thư viên', 'Kế toán viên']);
    case 'trade-union':
      return body('Chủ tịch', 'Phó Chủ tịch', ['Chuyên viên công đoàn', 'Chuyên viên', 'Kế toán viên']);
    case 'service-centre':
      return {
        ...body('Giám đốc Trung tâm', 'Phó Giám đốc Trung tâm', ['Chuyên viên một cửa', 'Chuyên viên', 'Viên chức hỗ trợ dịch vụ công']),
        top: ['Giám đốc Trung tâm', 'Phó Giám đốc Trung tâm'],
      };
    case 'urban-district':
    case 'rural-district':
    case 'town':
      return committee(unit, ['Chuyên viên', 'Chuyên viên chính', 'Chuyên viên', 'Văn thư viên', 'Thanh tra viên', 'Kế toán viên'], DIVISION);
    case 'ward':
    case 'commune':
    case 'township':
      return committee(unit, communeStaff(unit.kind), []);
    default:
      return division(unit);
  }
}

function committee(unit: Pick<Unit, 'kind' | 'name_vi'>, staff: string[], middle: string[]): Ladder {
  const of = /^(Thị xã|Thị trấn|Quận|Huyện|Phường|Xã) /.exec(unit.name_vi)?.[1]?.toLowerCase() ?? '';
  return { top: [`Chủ tịch UBND ${of}`, `Phó Chủ tịch UBND ${of}`, `Phó Chủ tịch UBND ${of}`], middle, staff, contract: CONTRACT };
}

// The seven posts of civil servants at commune level before July 2025.
function communeStaff(kind: string): string[] {
  const land = kind === 'commune' ? 'Địa chính - nông nghiệp - xây dựng và môi trường' : 'Địa chính - xây dựng - đô thị và môi trường';
  return ['Văn phòng - thống kê', 'Tư pháp - hộ tịch', 'Tài chính - kế toán', land, 'Văn hóa - xã hội', 'Chỉ huy trưởng Ban Chỉ huy quân sự'];
}

function division(unit: Pick<Unit, 'name_vi'>): Ladder {
  const office = unit.name_vi.startsWith('Văn phòng');
  const top = office ? ['Chánh Văn phòng', 'Phó Chánh Văn phòng'] : DIVISION;
  const staff = office ? ['Chuyên viên', 'Văn thư viên', 'Chuyên viên', 'Kế toán viên'] : ['Chuyên viên', 'Chuyên viên', 'Chuyên viên chính', 'Cán sự'];
  return { top, middle: [], staff, contract: CONTRACT };
}
