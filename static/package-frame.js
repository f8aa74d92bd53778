/*
 * Runs before the scripts of a part of a SCORM package, in the window of that part: no part can reach an API in the page around it, which is of another origin.
 * The state comes in and is kept in `window.name`, which outlives the moves of a part between its own pages and needs no network; the page around is told.
 */
(() => {
  'use strict';
  const host = window.parent;
  if (host === window || host !== window.top) return inner();
  const given = read();
  if (given === undefined) return;
  // A part looks for the API in its window, or from the one above upwards (the search that ADL gives): it finds it here instead of failing at the border of the sandbox.
  const above = { postMessage: (...message) => host.postMessage(...message), opener: null, closed: false, length: 1, frames: [window] };
  Object.assign(above, { window: above, self: above, parent: above, top: above });
  window.parent = above;
  const later = given.standard === 'scorm-2004';
  const api = later ? make2004() : make12();
  const say = (message) => host.postMessage({ khue: 1, item: given.item, ...message }, '*');
  let [ended, waiting, over] = [given.ended === true, 0, false];

  /**
   * A frame within a part, or a window that it opened: it finds the API in the part itself, where they share an origin. Where they do not, the page around is told, so that
   * people learn why something may be missing.
   */
  function inner() {
    try {
      void window.parent.document;
    } catch {
      window.top.postMessage({ khue: 1, type: 'apart' }, '*');
    }
  }

  function read() {
    try {
      const found = JSON.parse(window.name);
      return found && found.khue === 1 ? found : undefined;
    } catch {
      return undefined;
    }
  }

  function make12() {
    const made = new window.Scorm12API({ autocommit: false, logLevel: 5, lmsCommitUrl: false, mastery_override: given.mastery !== null });
    const cmi = given.cmi ?? {};
    const data = {
      ...cmi.student_data,
      ...(given.mastery !== null && { mastery_score: String(given.mastery) }),
      max_time_allowed: given.maxTime,
      time_limit_action: given.timeAction,
    };
    const core = { ...cmi.core, student_id: given.learner.id, student_name: given.learner.name, credit: 'credit', lesson_mode: 'normal', entry: entryOf(cmi.core?.exit) };
    made.loadFromJSON({ ...cmi, core: given.live ? cmi.core : { ...core, exit: '', session_time: '00:00:00' }, student_data: data, launch_data: given.launchData }, 'cmi');
    return made;
  }

  function make2004() {
    const sequencing = {
      activityTree: given.tree,
      autoRollupOnCMIChange: true,
      eventListeners: { onActivityDelivery: (next) => delivered(next.id), onSequencingSessionEnd: finished },
    };
    const made = new window.Scorm2004API({ autocommit: false, logLevel: 5, lmsCommitUrl: false, ...(given.tree && { sequencing }) });
    if (given.sequencing) made.deserializeSequencingState(given.sequencing);
    const cmi = given.cmi ?? {};
    const fixed = { learner_id: given.learner.id, learner_name: given.learner.name, credit: 'credit', mode: 'normal', launch_data: given.launchData, entry: entryOf(cmi.exit) };
    if (given.start === undefined) made.loadFromJSON(given.live ? cmi : { ...cmi, ...fixed, exit: '', session_time: 'PT0S' }, 'cmi');
    return made;
  }

  function entryOf(exit) {
    if (given.cmi === null) return 'ab-initio';
    return exit === 'suspend' || given.broken ? 'resume' : '';
  }

  /** What the data model says now. The part must not see that it was read: most of them ask for the last error after each call, and give up when there is one. */
  function value(element) {
    const error = api.lastErrorCode;
    const said = String(api.lmsGetValue(element) ?? '');
    api.lastErrorCode = error;
    return said;
  }

  const number = (text) => (text === '' || !Number.isFinite(Number(text)) ? null : Number(text));
  const within = (score) => (score === null ? null : Math.max(-1, Math.min(1, score)));

  function summary() {
    if (later) {
      const [completion, success] = [value('cmi.completion_status'), value('cmi.success_status')];
      return { done: completion === 'completed', passed: success === 'passed' ? true : success === 'failed' ? false : null, score: within(number(value('cmi.score.scaled'))) };
    }
    const status = api.cmi.core.lesson_status;
    const raw = number(api.cmi.core.score.raw);
    const most = number(api.cmi.core.score.max) || 100;
    return {
      done: status === 'passed' || status === 'completed',
      passed: status === 'passed' ? true : status === 'failed' ? false : null,
      score: raw === null ? null : within(raw / most),
    };
  }

  function seconds(text) {
    const [, hours, minutes, rest] = (later ? /^P(?:\d+D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/ : /^(\d+):(\d+):([\d.]+)$/).exec(text) ?? [];
    return Math.round(Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(rest ?? 0));
  }

  /** What is kept to go on from: as if the part were left now. */
  function kept() {
    const cmi = JSON.parse(JSON.stringify(api.cmi));
    const total = api.cmi.getCurrentTotalTime();
    if (later) return { ...cmi, total_time: total, session_time: 'PT0S' };
    return { ...cmi, core: { ...cmi.core, total_time: total, session_time: '00:00:00' } };
  }

  function state() {
    const time = JSON.parse(JSON.stringify(api.cmi));
    return { cmi: kept(), ...summary(), reported: seconds((later ? time.session_time : time.core.session_time) ?? '') };
  }

  function whole() {
    if (!later || !given.tree) return {};
    const root = api.getActivityTrackingData(given.tree.id);
    if (root === null) return { sequencing: api.serializeSequencingState() };
    const passed = root.successStatus === 'passed' ? true : root.successStatus === 'failed' ? false : null;
    const all = { done: root.completionStatus === 'completed' && passed !== false, passed, score: within(root.score) };
    return { sequencing: api.serializeSequencingState(), whole: all };
  }

  const remember = () =>
    (window.name = JSON.stringify({ ...given, live: true, ended, cmi: JSON.parse(JSON.stringify(api.cmi)), sequencing: given.tree ? api.serializeSequencingState() : undefined }));

  function tell() {
    waiting = 0;
    if (!ended && api.isInitialized()) say({ type: 'state', ...state(), ...whole() });
  }

  function changed(now) {
    if (ended) return;
    remember();
    if (now) tell();
    else waiting ||= setTimeout(tell, 400);
  }

  function end(call) {
    // With sequencing the engine turns to the next part at once, so what this one leaves is taken before.
    const before = later && api.isInitialized() ? state() : undefined;
    const result = call();
    if (ended || String(result) !== 'true') return result;
    ended = true;
    clearTimeout(waiting);
    say({ type: 'state', ended: true, ...(before ?? state()), ...whole() });
    window.name = JSON.stringify({ ...given, ended });
    return result;
  }

  function delivered(item) {
    setTimeout(() => say({ type: 'deliver', next: item, ...whole() }));
  }

  function finished() {
    over = true;
    setTimeout(() => say({ type: 'over', ...whole() }));
  }

  const facade = {};
  const add = (name, method) => (facade[name] = (...given_) => method(() => api[name](...given_), given_));
  const prefix = later ? '' : 'LMS';
  add(`${prefix}Initialize`, (call) => {
    const result = call();
    changed(true);
    return result;
  });
  for (const name of ['GetValue', 'GetLastError', 'GetErrorString', 'GetDiagnostic']) add(prefix + name, (call) => call());
  add(`${prefix}SetValue`, (call) => {
    const result = call();
    changed(false);
    return result;
  });
  add(`${prefix}Commit`, (call) => {
    const result = call();
    changed(true);
    return result;
  });
  add(later ? 'Terminate' : 'LMSFinish', end);
  facade.version = '1.0';
  for (const where of [window, above]) where[later ? 'API_1484_11' : 'API'] = facade;

  if (given.live && !ended) api.lmsInitialize('');
  if (given.start !== undefined && !api.processNavigationRequest(given.start)) say({ type: 'stuck', start: given.start });

  window.addEventListener('pagehide', () => changed(true));
  window.addEventListener('message', ({ source, data }) => {
    if (source !== host || data?.khue !== 1 || typeof data.go !== 'string') return;
    // The part is told that it is left, as if its window were closed, and ends by itself if it knows how.
    if (!ended) for (const name of ['beforeunload', 'pagehide', 'unload']) window.dispatchEvent(new Event(name));
    if (!ended && api.isInitialized()) {
      if (data.go === 'suspendAll') api.lmsSetValue('cmi.exit', 'suspend');
      // SCORM 2004, run-time environment, 5.6.3: a choice names its target.
      if (later) api.lmsSetValue('adl.nav.request', data.target === undefined ? data.go : `{target=${data.target}}${data.go}`);
      facade[later ? 'Terminate' : 'LMSFinish']('');
    } else if (later && !over) api.processNavigationRequest(data.go, data.target);
    say({ type: 'gone', go: data.go });
  });
})();
