import { writeZip } from '#base/zip/index.ts';

type File = { path: string; text: string };

/** A part that looks for its API as the standard says, from its own window upwards, and offers buttons that report. After a call it asks for the last error, as the wrapper that most tools use does. */
const sco = (title: string, api: 'API' | 'API_1484_11', acts: Record<string, string>): string => `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><p id="said"></p>
${Object.keys(acts)
  .map((id) => `<button id="${id}">${id}</button>`)
  .join('\n')}
<script>
let win = window; while (!win.${api} && win.parent && win.parent !== win) win = win.parent;
const api = win.${api};
const said = (text) => { document.getElementById('said').textContent = text; };
${Object.entries(acts)
  .map(([id, code]) => `document.getElementById('${id}').onclick = () => { ${code} };`)
  .join('\n')}
const well = (answer, error) => { if (String(answer) !== 'true' || Number(error) !== 0) { document.body.textContent = 'error ' + error; throw new Error('error ' + error); } };
${api === 'API' ? "well(api.LMSInitialize(''), api.LMSGetLastError()); said('mark ' + api.LMSGetValue('cmi.suspend_data') + ' entry ' + api.LMSGetValue('cmi.core.entry'));" : "well(api.Initialize(''), api.GetLastError()); said('mark ' + api.GetValue('cmi.suspend_data'));"}
</script></body></html>`;

const manifest = (version: string, organization: string, resources: string, head = ''): string => `<?xml version="1.0" encoding="UTF-8"?>${head}
<manifest identifier="thu" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<metadata><schema>ADL SCORM</schema><schemaversion>${version}</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>Gói thử</title>${organization}</organization></organizations>
<resources>${resources}</resources></manifest>`;

const ONE = '<item identifier="i1" identifierref="r1"><title>An toàn mật khẩu</title><adlcp:masteryscore>60</adlcp:masteryscore></item>';
const RESOURCE = '<resource identifier="r1" type="webcontent" adlcp:scormtype="sco" href="bai.html"><file href="bai.html"/></resource>';

/** SCORM 1.2: one part that keeps a mark, and passes with 80 of 100. */
export const SCORM12: File[] = [
  { path: 'imsmanifest.xml', text: manifest('1.2', ONE, RESOURCE) },
  {
    path: 'bai.html',
    text: sco('An toàn mật khẩu', 'API', {
      half: "api.LMSSetValue('cmi.suspend_data', 'nua'); api.LMSSetValue('cmi.core.exit', 'suspend'); said(api.LMSCommit(''));",
      pass: "api.LMSSetValue('cmi.core.score.raw', '80'); api.LMSSetValue('cmi.core.session_time', '00:01:30.00'); api.LMSSetValue('cmi.core.lesson_status', 'passed'); said(api.LMSFinish(''));",
    }),
  },
];

const TWO = ['a', 'b']
  .map(
    (id) =>
      `<item identifier="${id}" identifierref="r${id}"><title>Phần ${id}</title><imsss:sequencing>${
        id === 'b'
          ? '<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions><imsss:ruleCondition condition="satisfied"/></imsss:ruleConditions><imsss:ruleAction action="skip"/></imsss:preConditionRule></imsss:sequencingRules>'
          : ''
      }<imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/></imsss:sequencing></item>`,
  )
  .join('');
const done = "api.SetValue('cmi.completion_status', 'completed'); api.SetValue('cmi.success_status', 'passed'); api.SetValue('cmi.score.scaled', '0.9');";

/** SCORM 2004, 4th edition: two parts, one after the other by its rules. */
export const SCORM2004: File[] = [
  {
    path: 'imsmanifest.xml',
    text: manifest(
      '2004 4th Edition',
      `${TWO}<imsss:sequencing><imsss:controlMode choice="false" flow="true"/></imsss:sequencing>`,
      ['a', 'b'].map((id) => `<resource identifier="r${id}" type="webcontent" adlcp:scormType="sco" href="${id}.html"><file href="${id}.html"/></resource>`).join(''),
    ),
  },
  ...['a', 'b'].map((id) => ({
    path: `${id}.html`,
    text: sco(`Phần ${id}`, 'API_1484_11', {
      next: `${done} api.SetValue('adl.nav.request', '${id === 'a' ? 'continue' : 'exitAll'}'); api.Terminate('');`,
    }),
  })),
];

/** The search for the API that ADL gives: from the window above, never in one's own; pages that call into it from a frame within. */
const FRAMED = `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><title>Khung</title><script>
function scan(win) { let tries = 0; while (win.API_1484_11 == null && win.parent != null && win.parent != win) { if (++tries > 500) return null; win = win.parent; } return win.API_1484_11; }
let api = null; if (window.parent != null && window.parent != window) api = scan(window.parent); if (api == null && window.opener != null) api = scan(window.opener);
if (api.Initialize('') !== 'true' || api.GetLastError() !== '0') throw new Error('error ' + api.GetLastError());
const place = api.GetValue('cmi.location');
function record(score) { api.SetValue('cmi.score.scaled', String(score / 100)); api.SetValue('cmi.success_status', 'passed'); api.SetValue('cmi.completion_status', 'completed'); api.Commit(''); }
function left() { api.SetValue('cmi.location', 'trang-2'); api.SetValue('cmi.exit', 'suspend'); api.Terminate(''); }
let gone = false; for (const name of ['beforeunload', 'unload']) window.addEventListener(name, () => { if (!gone) left(); gone = true; });
</script></head><body><h1 id="where"></h1><iframe src="trong.html" title="trong"></iframe><script>document.getElementById('where').textContent = location.search + ' ' + place;</script></body></html>`;

/** SCORM 2004 as most tools make it: one page with a frame within for every part, rules that let one choose, go on and go back. */
export const SCORM2004_FRAMED: File[] = [
  {
    path: 'imsmanifest.xml',
    text: manifest(
      '2004 3rd Edition',
      `${['a', 'b'].map((id) => `<item identifier="${id}" identifierref="r" parameters="?phan=${id}"><title>Phần ${id}</title><imsss:sequencing><imsss:deliveryControls completionSetByContent="true" objectiveSetByContent="true"/></imsss:sequencing></item>`).join('')}<imsss:sequencing><imsss:controlMode choice="true" flow="true"/></imsss:sequencing>`,
      '<resource identifier="r" type="webcontent" adlcp:scormType="sco" href="khung.html"><file href="khung.html"/></resource>',
    ),
  },
  { path: 'khung.html', text: FRAMED },
  {
    path: 'trong.html',
    text: `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Trong</title></head><body><p id="store"></p><button id="score" onclick="parent.record(80)">score</button><script>localStorage.setItem('khue', '1'); document.getElementById('store').textContent = 'store ' + localStorage.getItem('khue');</script></body></html>`,
  },
];

/** cmi5: one unit that must be completed and passed; it keeps what it could not send and sends it again. */
export const CMI5: File[] = [
  {
    path: 'cmi5.xml',
    text: `<?xml version="1.0" encoding="UTF-8"?><courseStructure xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd">
<course id="https://example.vn/khoa"><title><langstring lang="vi">Gói cmi5 thử</langstring></title><description><langstring lang="vi">Thử</langstring></description></course>
<au id="https://example.vn/khoa/bai-1" moveOn="CompletedAndPassed" masteryScore="0.8"><title><langstring lang="vi">Bài cmi5</langstring></title><description><langstring lang="vi">Thử</langstring></description><url>bai.html</url></au>
</courseStructure>`,
  },
  {
    path: 'bai.html',
    text: `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Bài cmi5</title></head><body><h1>Bài cmi5</h1><p id="said"></p><button id="pass">pass</button><script>
const q = new URLSearchParams(location.search); const queue = []; let token = '';
const said = (text) => { document.getElementById('said').textContent = text; };
const headers = () => ({ authorization: 'Basic ' + token, 'content-type': 'application/json', 'x-experience-api-version': '1.0.3' });
const ask = (name) => fetch(q.get('endpoint') + 'activities/state?' + new URLSearchParams({ stateId: name, activityId: q.get('activityId'), agent: q.get('actor'), registration: q.get('registration') }), { headers: headers() });
let context = {};
const tell = (verb, result) => { queue.push({ id: crypto.randomUUID(), actor: JSON.parse(q.get('actor')), verb: { id: 'http://adlnet.gov/expapi/verbs/' + verb }, object: { id: q.get('activityId') }, result, context: { ...context, registration: q.get('registration') }, timestamp: new Date().toISOString() }); flush(); };
const flush = async () => { while (queue.length > 0) { try { const answer = await fetch(q.get('endpoint') + 'statements', { method: 'POST', headers: headers(), body: JSON.stringify([queue[0]]) }); if (!answer.ok) return said('refused ' + answer.status + await answer.text()); queue.shift(); said('sent'); } catch { said('waiting'); setTimeout(flush, 500); return; } } };
(async () => { token = (await (await fetch(q.get('fetch'), { method: 'POST' })).json())['auth-token']; context = (await (await ask('LMS.LaunchData')).json()).contextTemplate; tell('initialized'); })();
document.getElementById('pass').onclick = () => { tell('completed', { completion: true, duration: 'PT30S' }); tell('passed', { success: true, score: { scaled: 0.9 }, duration: 'PT30S' }); tell('terminated', { duration: 'PT40S' }); };
</script></body></html>`,
  },
];

/** A package as one file. */
export const zipOf = (files: readonly File[]): Buffer => Buffer.from(writeZip(files));

/** Packages that are wrong on purpose, with the finding that must come of it. */
export const BROKEN: Record<string, { bytes: Buffer; name: string }> = {
  'no manifest': { bytes: zipOf(SCORM12.slice(1)), name: 'no-manifest' },
  'the manifest in a folder': { bytes: zipOf(SCORM12.map(({ path, text }) => ({ path: `goi/${path}`, text }))), name: 'manifest-deeper' },
  'a version that is none': { bytes: zipOf([{ path: 'imsmanifest.xml', text: manifest('3.0', ONE, RESOURCE) }]), name: 'version' },
  'an entity from outside': {
    bytes: zipOf([{ path: 'imsmanifest.xml', text: manifest('1.2', ONE, RESOURCE, '<!DOCTYPE manifest [<!ENTITY x SYSTEM "file:///etc/passwd">]>') }]),
    name: 'entity',
  },
  'XML that does not close': { bytes: zipOf([{ path: 'imsmanifest.xml', text: '<manifest><metadata>' }]), name: 'xml' },
  'a path out of the package': { bytes: zipOf([...SCORM12, { path: '../../etc/cron.d/x', text: 'x' }]), name: 'path' },
  'an absolute path': { bytes: zipOf([...SCORM12, { path: '/etc/x', text: 'x' }]), name: 'path' },
  'a path of Windows': { bytes: zipOf([...SCORM12, { path: 'C:\\x.html', text: 'x' }]), name: 'path' },
  'a program': { bytes: zipOf([...SCORM12, { path: 'cai-dat.exe', text: 'x' }]), name: 'runs' },
  'a program under another name': { bytes: zipOf([...SCORM12, { path: 'anh.png', text: '\u007fELF' + 'x'.repeat(200) }]), name: 'program' },
  'a bomb': { bytes: zipOf([...SCORM12, { path: 'lon.txt', text: 'a'.repeat(9 * 1_048_576) }]), name: 'bomb' },
  'the same file twice': { bytes: zipOf([...SCORM12, ...SCORM12.slice(1)]), name: 'twice' },
  'too many files': { bytes: zipOf([...SCORM12, ...Array.from({ length: 5_001 }, (_, n) => ({ path: `${n}.txt`, text: '' }))]), name: 'zip-too-many' },
  'a part without its file': { bytes: zipOf(SCORM12.slice(0, 1)), name: 'missing-file' },
  'a part of another site': {
    bytes: zipOf([{ path: 'imsmanifest.xml', text: manifest('1.2', ONE, RESOURCE.replace('href="bai.html"', 'href="https://example.vn/x"')) }]),
    name: 'elsewhere',
  },
  'an AICC package': { bytes: zipOf([{ path: 'khoa.au', text: 'x' }]), name: 'aicc' },
  'no archive': { bytes: Buffer.from('đây không phải là tệp zip, chỉ là chữ'), name: 'zip-damaged' },
  'an archive cut short': { bytes: zipOf(SCORM12).subarray(0, 400), name: 'zip-damaged' },
};
