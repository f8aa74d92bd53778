/** A page with a title, for the header, the person's menu and the search. With a permission it is shown to those who hold it somewhere; `guide` tells how the page is used: `role/name` in `docs/users`. */
export type Entry = { href: string; key: string; permission?: string; guide?: string };

/** An entry of the header with the pages that belong to it; they are shown in a second row while one of them is open. */
export type Section = Entry & { within?: Entry[] };

/** The header. */
export const SECTIONS: Section[] = [
  { href: '/', key: 'ui.nav-today', guide: 'everyone/bat-dau' },
  {
    href: '/city',
    key: 'ui.nav-city',
    within: [
      { href: '/city', key: 'ui.nav-city', guide: 'steering-member/trang-thanh-pho' },
      { href: '/compare', key: 'ui.nav-compare', guide: 'steering-member/trang-thanh-pho' },
      { href: '/briefings', key: 'ui.nav-briefings', permission: 'programme.see-meetings', guide: 'steering-member/trang-thanh-pho' },
      { href: '/meetings', key: 'ui.nav-meetings', guide: 'programme-officer/hop-va-cong-bo' },
    ],
  },
  {
    href: '/targets',
    key: 'ui.nav-programme',
    within: [
      { href: '/targets', key: 'ui.nav-targets', guide: 'programme-officer/chi-tieu' },
      { href: '/programmes', key: 'ui.nav-programmes', guide: 'programme-officer/chi-tieu' },
      { href: '/roadmap', key: 'ui.nav-roadmap', guide: 'programme-officer/lo-trinh' },
      { href: '/indicators', key: 'ui.nav-indicators', guide: 'programme-officer/danh-muc-chi-so' },
      { href: '/reports', key: 'ui.menu-reports', permission: 'programme.report-values', guide: 'programme-officer/bao-cao-chi-tieu' },
      { href: '/reports/appraise', key: 'ui.menu-appraise', permission: 'programme.appraise-values', guide: 'programme-officer/bao-cao-chi-tieu' },
      { href: '/scorecards', key: 'ui.menu-scorecards', guide: 'programme-officer/cham-diem' },
      { href: '/receipts', key: 'ui.menu-receipts', guide: 'everyone/kiem-tra-so-lieu-cong-bo' },
    ],
  },
  {
    href: '/skills',
    key: 'ui.nav-skills',
    within: [
      { href: '/skills', key: 'ui.nav-skills', guide: 'everyone/nang-luc-so' },
      { href: '/skills/awareness', key: 'skills-awareness.title', guide: 'everyone/nhan-thuc-so' },
      { href: '/skills/certificates', key: 'skills-certificates.title', guide: 'everyone/chung-nhan' },
      { href: '/skills/units', key: 'skills-groups.nav', guide: 'head-of-unit/nang-luc-so-don-vi' },
      { href: '/skills/gaps', key: 'skills-groups.gaps-title', permission: 'skills.edit-requirements', guide: 'training-officer/cho-can-boi-duong' },
      { href: '/skills/sessions', key: 'skills-sessions.title', permission: 'skills.run-sessions', guide: 'trainer/to-chuc-sat-hach' },
      { href: '/skills/bank', key: 'skills-bank.title', permission: 'skills.edit-items', guide: 'author/soan-cau-hoi' },
    ],
  },
  {
    href: '/learning',
    key: 'ui.nav-learning',
    within: [
      { href: '/learning', key: 'learning.title', guide: 'learner/hoc-tap' },
      { href: '/learning/transcript', key: 'learning.transcript', guide: 'learner/hoc-tap' },
      { href: '/learning/team', key: 'learning-assignment.team', permission: 'learning.see-team', guide: 'head-of-unit/viec-hoc-cua-don-vi' },
      { href: '/learning/assignments', key: 'learning-assignment.title', permission: 'learning.assign', guide: 'training-officer/giao-khoa-hoc' },
      { href: '/learning/records', key: 'learning-records.own-title', guide: 'learner/du-lieu-hoc-tap-ve-toi' },
      { href: '/learning/records/clients', key: 'learning-records.nav', permission: 'learning.manage-clients', guide: 'administrator/phan-mem-gui-du-lieu-hoc-tap' },
    ],
  },
  {
    href: '/understand',
    key: 'ui.nav-campaigns',
    within: [
      { href: '/understand', key: 'campaigns-task.title', guide: 'everyone/doc-de-hieu' },
      { href: '/library', key: 'campaigns-library.title', guide: 'everyone/doc-de-hieu' },
      { href: '/campaigns', key: 'campaigns.title', permission: 'campaigns.see-board', guide: 'communication-officer/chien-dich' },
      { href: '/campaigns/messages', key: 'campaigns-message.title', permission: 'campaigns.review', guide: 'communication-officer/chien-dich' },
      { href: '/campaigns/contact', key: 'campaigns-contact.title', permission: 'campaigns.help-unit', guide: 'unit-contact/viec-cua-dau-moi' },
    ],
  },
  {
    href: '/transition',
    key: 'ui.nav-transition',
    within: [
      { href: '/transition', key: 'transition-impact.title', guide: 'hr-officer/phuong-an-va-ho-so' },
      { href: '/transition/own', key: 'transition-cases.own-title', guide: 'worker/khi-vi-tri-thay-doi' },
      { href: '/transition/work', key: 'transition-work.title', guide: 'worker/viec-lam-tro-lai' },
      { href: '/transition/follow-ups', key: 'transition-work.follow-title', permission: 'transition.handle-cases', guide: 'hr-officer/viec-lam-tro-lai' },
      { href: '/transition/calculator', key: 'transition.calculator-title', guide: 'worker/tinh-che-do' },
      { href: '/transition/pay', key: 'transition-pay.title', guide: 'union-officer/chinh-sach-tien-luong' },
      { href: '/transition/union', key: 'transition-union.title', permission: 'transition.speak-for-union', guide: 'union-officer/tham-van-va-bao-ve' },
    ],
  },
  { href: '/units', key: 'ui.nav-units', guide: 'everyone/bat-dau' },
  { href: '/people', key: 'ui.nav-people', permission: 'directory.see-persons', guide: 'head-of-unit/xac-nhan-danh-sach' },
];

/** The menu under the initials of the person signed in. */
export const MENU: Entry[] = [
  { href: '/me', key: 'ui.menu-me', guide: 'everyone/du-lieu-cua-toi' },
  { href: '/me/security', key: 'ui.menu-security', guide: 'everyone/dang-nhap' },
  { href: '/help', key: 'help.title' },
  { href: '/imports', key: 'ui.menu-imports', permission: 'directory.import', guide: 'administrator/nhap-danh-sach' },
  { href: '/reorganisations', key: 'ui.menu-reorganisations', permission: 'directory.reorganise', guide: 'administrator/sap-xep-to-chuc' },
  { href: '/access', key: 'ui.menu-access', permission: 'directory.grant-roles', guide: 'administrator/tai-khoan-va-vai-tro' },
  { href: '/accounts', key: 'account.title', permission: 'account.manage', guide: 'administrator/tai-khoan-va-vai-tro' },
  { href: '/cases', key: 'case.title' },
  { href: '/calendar', key: 'ui.menu-calendar', guide: 'clerk/ngay-lam-viec-va-ngay-den-han' },
  { href: '/sign', key: 'ui.menu-sign', guide: 'everyone/ky-va-kiem-tra-van-ban' },
  { href: '/verify-document', key: 'ui.menu-verify', guide: 'everyone/ky-va-kiem-tra-van-ban' },
  { href: '/rules', key: 'rule.title' },
  { href: '/procedures', key: 'procedure.title' },
  { href: '/mail', key: 'ui.menu-mail', permission: 'account.manage' },
  { href: '/proof', key: 'ui.menu-proof', permission: 'proof.verify', guide: 'auditor/nhat-ky-va-moc-ky' },
  { href: '/audit', key: 'ui.menu-audit', permission: 'audit.read', guide: 'auditor/nhat-ky-va-moc-ky' },
];

/** Pages that lie further in and are found by the search. */
export const FURTHER: Entry[] = [
  { href: '/me/data', key: 'people.data-title', guide: 'everyone/du-lieu-cua-toi' },
  { href: '/me/looks', key: 'people.looks-title', guide: 'everyone/du-lieu-cua-toi' },
  { href: '/me/messages', key: 'today.messages-title', guide: 'everyone/bat-dau' },
  { href: '/me/notifications', key: 'message.push-title', guide: 'everyone/doc-de-hieu' },
  { href: '/people/new', key: 'people.add-title', permission: 'directory.edit-persons', guide: 'administrator/nhap-danh-sach' },
  { href: '/people/confirm', key: 'people.confirm-title', permission: 'directory.confirm-register', guide: 'head-of-unit/xac-nhan-danh-sach' },
  { href: '/reorganisations/successors', key: 'reorganisation.successors', permission: 'directory.reorganise', guide: 'administrator/sap-xep-to-chuc' },
  { href: '/calendar/due', key: 'calendar.due-title', guide: 'clerk/ngay-lam-viec-va-ngay-den-han' },
  { href: '/calendar/edit', key: 'calendar.edit-title', permission: 'calendar.edit', guide: 'administrator/lich-lam-viec' },
  { href: '/sets', key: 'figures.catalogue', guide: 'everyone/bat-dau' },
  { href: '/indicators/new', key: 'indicators.add', permission: 'programme.edit-indicators', guide: 'programme-officer/danh-muc-chi-so' },
  { href: '/receipts/new', key: 'proof.publish-title', permission: 'proof.publish', guide: 'programme-officer/hop-va-cong-bo' },
  { href: '/skills/contests', key: 'skills-contests.title', guide: 'everyone/nang-luc-so' },
  { href: '/skills/certificates/issue', key: 'skills-certificates.officer-title', permission: 'skills.issue-certificates', guide: 'training-officer/cap-chung-nhan' },
  { href: '/skills/requirements', key: 'skills-frameworks.requirements', permission: 'skills.edit-requirements', guide: 'training-officer/cho-can-boi-duong' },
  { href: '/skills/calibration', key: 'skills-calibration.title', permission: 'skills.calibrate', guide: 'author/soan-cau-hoi' },
  { href: '/certificates', key: 'skills-certificates.check-title', guide: 'everyone/chung-nhan' },
  { href: '/learning/curricula', key: 'learning-who.curricula', guide: 'learner/hoc-tap' },
  { href: '/learning/classes', key: 'learning-classes.title', guide: 'trainer/lop-hoc' },
  { href: '/learning/hours', key: 'learning-who.hours', guide: 'learner/hoc-tap' },
  { href: '/learning/saved', key: 'learning-who.saved', guide: 'learner/hoc-tap' },
  { href: '/learning/evaluation', key: 'learning-who.evaluation', guide: 'learner/hoc-tap' },
  { href: '/learning/consenting', key: 'learning-who.consenting', permission: 'learning.see-team', guide: 'head-of-unit/viec-hoc-cua-don-vi' },
  { href: '/learning/outside', key: 'learning-who.check-outside', permission: 'learning.assign', guide: 'training-officer/giao-khoa-hoc' },
  { href: '/learning/effect', key: 'learning-who.effect', permission: 'learning.assign', guide: 'training-officer/giao-khoa-hoc' },
  { href: '/learning/authoring', key: 'learning-authoring.title', permission: 'learning.author', guide: 'author/soan-khoa-hoc' },
  { href: '/learning/packages', key: 'learning-packages.title', permission: 'learning.author', guide: 'author/goi-bai-hoc' },
  { href: '/learning/hand-ins', key: 'learning-handins.title', permission: 'learning.mark', guide: 'trainer/lop-hoc' },
  { href: '/learning/moderation', key: 'learning-who.moderation', permission: 'learning.moderate', guide: 'trainer/lop-hoc' },
  { href: '/campaigns/contact/codes', key: 'campaigns-kiosk.codes', permission: 'campaigns.help-unit', guide: 'unit-contact/viec-cua-dau-moi' },
  { href: '/campaigns/contact/gatherings', key: 'campaigns-gathering.title', permission: 'campaigns.help-unit', guide: 'unit-contact/viec-cua-dau-moi' },
  { href: '/campaigns/contact/sheets', key: 'campaigns-sheet.enter-page', permission: 'campaigns.help-unit', guide: 'unit-contact/viec-cua-dau-moi' },
  { href: '/transition/work/jobs', key: 'transition-work.jobs', guide: 'worker/viec-lam-tro-lai' },
  { href: '/transition/union/cases', key: 'transition-work.members', permission: 'transition.speak-for-union', guide: 'union-officer/ho-so-doan-vien' },
  { href: '/transition/union/letters', key: 'transition-letters.union-letters', permission: 'transition.speak-for-union', guide: 'union-officer/tham-van-va-bao-ve' },
  { href: '/kiosk', key: 'campaigns-kiosk.title', guide: 'everyone/doc-de-hieu' },
  { href: '/public', key: 'help.public', guide: 'resident/so-lieu-cong-khai' },
  { href: '/api/v1', key: 'ui.foot-api' },
];
