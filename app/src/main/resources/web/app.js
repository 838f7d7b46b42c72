// The page: what is on, booking, and the bookings made on this device.

const days = document.querySelector('.days');
const mine = document.querySelector('#mine');
const elsewhere = document.querySelector('.elsewhere form');
const dialog = document.querySelector('dialog');
const form = dialog.querySelector('form');
const booked = dialog.querySelector('.booked');
const toast = document.querySelector('.toast');
const lasting = document.querySelector('.lasting');
const state = { zone: 'UTC', session: null, sessions: [], sending: false, turn: 0 };

/** Asks the API; a problem (RFC 9457) is thrown as it came. */
async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw { detail: 'We cannot be reached at the moment. Please try again.' };
  }
  const body = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw body ?? { status: response.status, detail: 'Something went wrong. Please try again.' };
  return body;
}

function element(name, properties = {}, ...children) {
  const it = Object.assign(document.createElement(name), properties);
  it.append(...children);
  return it;
}

const format = (instant, options) =>
  new Intl.DateTimeFormat('en-GB', { timeZone: state.zone, ...options }).format(new Date(instant));
const time = instant => format(instant, { hour: '2-digit', minute: '2-digit' });
const date = instant => format(instant, { day: 'numeric', month: 'long' });
const weekday = instant => format(instant, { weekday: 'long' });
const when = session => `${weekday(session.startsAt)} ${date(session.startsAt)}, ${time(session.startsAt)}`;

/** What went well is said for a while; what did not stays until it is dismissed. */
function say(text) {
  toast.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.textContent = ''; }, 6000);
}

function complain(text) {
  lasting.querySelector('p').textContent = text;
}

/** What this device keeps. A browser that keeps nothing has it until the page is left. */
const device = {
  memory: new Map(),
  keeps: true,
  get(name) {
    try {
      return JSON.parse(localStorage.getItem(`shangwellness.${name}`) ?? this.memory.get(name) ?? 'null');
    } catch {
      return JSON.parse(this.memory.get(name) ?? 'null');
    }
  },
  set(name, value) {
    const text = JSON.stringify(value);
    try {
      localStorage.setItem(`shangwellness.${name}`, text);
      this.memory.delete(name);
    } catch {
      this.keeps = false;
      this.memory.set(name, text);
    }
  },
};

// Read, changed and written in one go each time: a booking that is made meanwhile is not lost.
const codes = () => device.get('bookings') ?? [];
const keep = code => device.set('bookings', [...codes().filter(it => it !== code), code]);
const forget = code => device.set('bookings', codes().filter(it => it !== code));

/** Renders a list anew; focus that was on one of its buttons stays on its successor. */
function render(list, nodes, otherwise) {
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.of : undefined;
  list.replaceChildren(...nodes);
  if (focused !== undefined) focus(list, focused, otherwise);
}

function focus(list, of, otherwise) {
  const button = list.querySelector(`button[data-of="${of}"]:enabled`);
  (button ?? otherwise).focus();
}

function row(session) {
  const full = session.available === 0;
  const few = !full && session.available <= 3;
  const places = full ? 'Fully booked' : few ? `Only ${session.available} left` : `${session.available} places`;
  const button = element('button', { type: 'button', disabled: full, textContent: full ? 'Full' : 'Book' });
  button.dataset.of = session.id;
  button.setAttribute('aria-label', `${full ? 'Full' : 'Book'}: ${session.title}, ${when(session)}`);
  button.addEventListener('click', () => open(session));
  return element('li', { className: 'session' },
    element('p', { className: 'time' }, time(session.startsAt), element('span', { textContent: `${session.minutes} min` })),
    element('div', {},
      element('h4', { textContent: session.title }),
      element('p', { textContent: session.summary }),
      element('p', { className: few ? 'places few' : 'places', textContent: `${session.teacher} · ${places}` })),
    button);
}

async function showSessions() {
  const sessionsAt = document.querySelector('#sessions');
  try {
    const { timeZone, sessions } = await ask('/api/sessions');
    Object.assign(state, { zone: timeZone, sessions });
    document.querySelector('.zone').textContent = `Times are the studio’s (${timeZone.split('/').pop().replace('Kolkata', 'Mumbai')})`;
    const byDay = Map.groupBy(sessions, session => date(session.startsAt));
    const none = element('p', { className: 'note', textContent: 'Nothing is planned at the moment. Please look in again soon.' });
    render(days, sessions.length === 0 ? [none] : [...byDay].map(([day, list]) =>
      element('section', { className: 'day' },
        element('h3', {}, weekday(list[0].startsAt), element('span', { textContent: day })),
        element('ul', {}, ...list.map(row)))), sessionsAt);
  } catch (problem) {
    const again = element('button', { type: 'button', className: 'quiet', textContent: 'Try again' });
    again.dataset.of = 'again';
    again.addEventListener('click', showSessions);
    render(days, [element('p', { className: 'note', role: 'alert', textContent: problem.detail }), again], sessionsAt);
  }
  days.setAttribute('aria-busy', 'false');
}

async function showMine() {
  const turn = ++state.turn;
  const found = await Promise.all(codes().map(code =>
    ask(`/api/bookings/${encodeURIComponent(code)}`).catch(problem => ({ code, gone: problem.status === 404 }))));
  found.filter(booking => booking.gone || booking.status === 'cancelled').forEach(booking => forget(booking.code));
  if (turn !== state.turn) return; // Asked again meanwhile: the later answer counts.
  const coming = found
    .filter(booking => booking.status === 'booked' && new Date(booking.session.startsAt) > new Date())
    .sort((a, b) => a.session.startsAt.localeCompare(b.session.startsAt));
  const focused = mine.contains(document.activeElement);
  mine.hidden = coming.length === 0;
  render(mine.querySelector('ul'), coming.map(booking => {
    const button = element('button', { type: 'button', className: 'quiet', textContent: 'Cancel' });
    button.dataset.of = booking.code;
    button.setAttribute('aria-label', `Cancel ${booking.session.title}, ${when(booking.session)}`);
    button.addEventListener('click', () => cancel(booking, button));
    return element('li', {},
      element('div', {}, element('strong', { textContent: booking.session.title }),
        element('span', { textContent: `${when(booking.session)} · ${booking.name}` })),
      button);
  }), mine);
  if (focused && mine.hidden) document.querySelector('#sessions').focus();
}

function open(session, text = '') {
  state.session = session;
  dialog.querySelector('.when').textContent = when(session);
  dialog.querySelector('h2').textContent = session.title;
  dialog.querySelector('.about').textContent = `${session.minutes} minutes with ${session.teacher}`;
  form.hidden = false;
  booked.hidden = true;
  mistakes([]);
  dialog.showModal();
  form.elements.name.focus();
  mistakes([], text);
}

function mistakes(list, text = '') {
  for (const field of ['name', 'email']) {
    const mistake = list.find(it => it.pointer === `/${field}`);
    form.elements[field].setAttribute('aria-invalid', mistake ? 'true' : 'false');
    form.querySelector(`#${field}-error`).textContent = mistake ? mistake.detail.replace('must be', 'Please give') : '';
  }
  form.querySelector('.alert').textContent = text;
  form.querySelector('[aria-invalid="true"]')?.focus();
}

/**
 * The request that has not been answered yet. Its key is kept with it, also when the page is left: sent again it books
 * once. Another request has another key.
 */
function pending(session, body) {
  const before = device.get('pending');
  if (before?.session === session && before.body === body) return before;
  const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
  const request = { key, session, body };
  device.set('pending', request);
  return request;
}

const answered = () => device.set('pending', null);

form.addEventListener('submit', async event => {
  event.preventDefault();
  if (state.sending) return;
  state.sending = true;
  const submit = form.querySelector('[type="submit"]');
  submit.setAttribute('aria-disabled', 'true'); // Not disabled: that would take the focus away.
  const request = pending(state.session.id,
    JSON.stringify({ name: form.elements.name.value, email: form.elements.email.value }));
  try {
    const booking = await ask(`/api/sessions/${request.session}/bookings`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': request.key },
      body: request.body,
    });
    keep(booking.code);
    answered();
    confirm(booking);
    await Promise.all([showSessions(), showMine()]);
  } catch (problem) {
    if (problem.status < 500) answered();
    mistakes(problem.errors ?? [], problem.errors ? '' : problem.detail);
  } finally {
    submit.removeAttribute('aria-disabled');
    state.sending = false;
  }
});

function confirm(booking) {
  form.hidden = true;
  booked.hidden = false;
  dialog.querySelector('h2').textContent = 'Your place is booked';
  dialog.querySelector('.about').textContent = booking.session.title;
  booked.querySelector('.code').textContent = booking.code;
  booked.querySelector('.hint').textContent = device.keeps
    ? 'This device keeps it. On another one it shows and cancels your booking.'
    : 'Your browser keeps nothing here: please note this code, it is the only way to your booking.';
  if (!dialog.open) dialog.showModal();
  dialog.querySelector('h2').focus();
}

async function cancel(booking, button) {
  if (button.getAttribute('aria-disabled')) return;
  button.setAttribute('aria-disabled', 'true');
  try {
    await ask(`/api/bookings/${booking.code}`, { method: 'DELETE' });
    say(`Cancelled: ${booking.session.title}.`);
    await Promise.all([showSessions(), showMine()]);
  } catch (problem) {
    button.removeAttribute('aria-disabled');
    complain(problem.detail);
  }
}

elsewhere.addEventListener('submit', async event => {
  event.preventDefault();
  const code = elsewhere.elements.code.value.trim().toLowerCase();
  const error = elsewhere.querySelector('.error');
  error.textContent = '';
  try {
    await ask(`/api/bookings/${encodeURIComponent(code || '-')}`);
    keep(code);
    await showMine();
    elsewhere.reset();
    if (mine.hidden) error.textContent = 'This booking is over or cancelled.';
    else mine.focus();
  } catch (problem) {
    error.textContent = problem.detail;
    elsewhere.elements.code.focus();
  }
});

dialog.querySelectorAll('[data-close]').forEach(button => button.addEventListener('click', () => dialog.close()));
dialog.addEventListener('close', () => focus(days, state.session.id, document.querySelector('#sessions')));
lasting.querySelector('button').addEventListener('click', () => {
  complain('');
  document.querySelector('#sessions').focus();
});
await showSessions(); // First: it tells the time zone.
await showMine();

// A request whose answer was lost, even if the page was left: the visitor decides.
const lost = device.get('pending');
const session = state.sessions.find(it => it.id === lost?.session);
if (session) {
  const { name, email } = JSON.parse(lost.body);
  Object.assign(form.elements.name, { value: name });
  Object.assign(form.elements.email, { value: email });
  open(session, 'We did not hear whether this was booked. Send it again: it is booked once only.');
} else if (lost) {
  answered();
}
