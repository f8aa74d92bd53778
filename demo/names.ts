import type { Random } from './random.ts';

/** Sex as registered. */
export type Sex = 'male' | 'female';

// Shares in percent, roughly as in the north of Việt Nam; the tail is rounded up so that rare surnames do occur.
const SURNAMES =
  'Nguyễn 30,Trần 10.5,Lê 8.5,Phạm 6.5,Hoàng 4.2,Vũ 4,Đỗ 3.2,Bùi 2.9,Đặng 2.5,Ngô 2,Phan 1.9,Dương 1.6,Đinh 1.4,Lý 0.8,Hà 0.9,Đào 1.1,Trịnh 1.1,Lưu 0.9,Đoàn 0.9,Mai 0.8,Tạ 0.8,Cao 0.7,Phùng 0.9,Chu 0.7,Tô 0.6,Lương 0.7,Trương 0.9,Hồ 0.6,Võ 0.4,Nghiêm 0.4,Kiều 0.5,Khuất 0.4,Quách 0.4,Thái 0.3,Vương 0.4,Nhữ 0.15,Bạch 0.3,Tống 0.3,La 0.2,Mạc 0.2,Doãn 0.3,Đàm 0.3,Đồng 0.2,Giang 0.2,Hứa 0.2,Khổng 0.2,Lại 0.3,Lâm 0.3,Lã 0.2,Ninh 0.2,Phí 0.3,Thạch 0.15,Thân 0.15,Tăng 0.2,Triệu 0.2,Trình 0.15,Từ 0.15,Uông 0.1,Văn 0.2,Viên 0.1,Ông 0.05,Cấn 0.3,Dư 0.1,Hán 0.1,Đường 0.1';

const MIDDLE: Record<Sex, string> = {
  male: 'Văn 24,Đức 9,Minh 8,Quang 7,Xuân 6,Anh 5,Ngọc 5,Hữu 5,Đình 5,Tiến 4,Thanh 4,Công 4,Trọng 3,Mạnh 3,Quốc 3,Việt 3,Tuấn 3,Hoàng 3,Duy 3,Bá 2,Thế 3,Gia 1,Hải 2,Khắc 1.5,Viết 1.5,Như 1,Huy 2,Trung 2,Đăng 2, 2',
  female:
    'Thị 30,Thu 7,Thanh 6,Ngọc 6,Thị Thu 5,Thị Thanh 4,Thị Ngọc 4,Minh 4,Phương 4,Thị Hồng 3,Hồng 3,Thị Minh 3,Thị Phương 3,Kim 2,Thị Kim 2,Mai 2,Lan 2,Quỳnh 2,Bích 2,Thị Bích 2,Thuỳ 3,Hoài 1.5,Diệu 1.5,Khánh 1.5,Hải 1.5,Thị Mai 1.5,Thị Thuỳ 1.5,Tuyết 1,Vân 1.5, 1',
};

const GIVEN: Record<Sex, string> = {
  male: 'Anh Bách Bảo Bằng Biên Bình Bắc Cảnh Cương Cường Chiến Chính Chung Dũng Duy Dương Đại Đạt Đăng Điệp Định Đông Độ Đức Giang Giáp Hà Hải Hậu Hiển Hiếu Hiệp Hoà Hoàn Hoàng Hùng Huy Hưng Hướng Kiên Kiểm Khang Khánh Khoa Khôi Lâm Lập Linh Long Lợi Luân Lực Lương Mạnh Minh Nam Nghĩa Nguyên Nhân Nhật Ninh Phong Phú Phúc Phước Phương Quân Quang Quảng Quốc Quý Quyền Quyết Sáng Sơn Tài Tâm Tân Tiến Tiệp Toàn Toán Tú Tuân Tuấn Tùng Tuyên Thái Thành Thao Thạch Thắng Thế Thiện Thịnh Thọ Thông Thuận Thức Trí Triều Trọng Trung Trường Trưởng Văn Việt Vinh Vũ Vương',
  female:
    'Anh An Ánh Bình Châm Châu Chi Chinh Cúc Dung Duyên Diễm Diệp Dịu Đào Giang Hà Hạnh Hảo Hằng Hân Hậu Hiên Hiền Hiếu Hoa Hoà Hoài Hoan Hồng Huế Huệ Huyền Hương Hường Khanh Khánh Lan Lê Liên Liễu Linh Loan Lụa Luyến Ly Lý Mai Mến Minh My Mỹ Nga Ngà Ngân Ngọc Nguyên Nguyệt Nhàn Nhung Nhi Như Oanh Phương Phượng Quyên Quỳnh Sen Tâm Tình Toan Trà Trang Tuyến Tuyết Tú Thanh Thảo Thắm Thêu Thoa Thơ Thơm Thu Thuỷ Thuý Thuỳ Thuận Thư Thương Uyên Vân Vi Vui Vượng Xuân Xuyến Yên Yến',
};

/** Surnames with their weights; at least 60. */
export const surnames = weights(SURNAMES);

/** Given names by sex, the most usual ones twice as likely. */
export const givenNames: Record<Sex, readonly (readonly [string, number])[]> = {
  male: common(GIVEN.male, 'Anh Hùng Dũng Tuấn Minh Nam Hải Sơn Long Cường Thắng Hưng Đức Tùng Trung Thành Hiếu Quân Huy Hà'),
  female: common(GIVEN.female, 'Anh Hương Lan Hà Linh Thuỷ Huyền Nga Hằng Trang Thảo Phương Mai Hạnh Hoa Yến Dung Hiền Thu Vân Ngọc'),
};

const middleNames: Record<Sex, readonly (readonly [string, number])[]> = { male: weights(MIDDLE.male), female: weights(MIDDLE.female) };

/** A full name of an imaginary person: surname, middle name (rarely none), given name. */
export function fullName(sex: Sex, chance: Random): string {
  const parts = [chance.weighted(surnames), chance.weighted(middleNames[sex]), chance.weighted(givenNames[sex])];
  // "Thị Anh Anh" and "Hà Hà" are no names people give.
  if (new Set(parts.join(' ').split(' ')).size < parts.join(' ').split(' ').length) return fullName(sex, chance);
  return parts.filter((part) => part !== '').join(' ');
}

/** Letters a–z of a Vietnamese text, in lower case, without tone marks and spaces. */
export function plainLetters(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z]/g, '');
}

function weights(text: string): readonly (readonly [string, number])[] {
  return text.split(',').map((entry) => {
    const at = entry.lastIndexOf(' ');
    return [entry.slice(0, at).trim(), Number(entry.slice(at + 1))] as const;
  });
}

function common(all: string, usual: string): readonly (readonly [string, number])[] {
  const more = new Set(usual.split(' '));
  return all.split(' ').map((name) => [name, more.has(name) ? 4 : 1] as const);
}
