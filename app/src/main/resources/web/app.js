// The page: what is on, booking, and the bookings made on this device.

const kept = 'shangwellness.bookings';
const days = document.querySelector('.days');
const mine = document.querySelector('#mine');
const dialog = document.querySelector('dialog');
const form = dialog.querySelector('form');
const toast = document.querySelector('.toast');
const state = { zone: 'UTC', session: null, key: null, opener: null };

/** Asks the API; a problem (RFC 9457) is thrown as it came. */
async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw { detail: 'We cannot be reached at the moment. Please try again.' };
  }
  const body = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok) throw body ?? { detail: 'Something went wrong. Please try again.' };
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

function say(text) {
  toast.textContent = text;
  clearTimeout(say.timer);
  say.timer = setTimeout(() => { toast.textContent = ''; }, 6000);
}

function codes() {
  try {
    return JSON.parse(localStorage.getItem(kept)) ?? [];
  } catch {
    return [];
  }
}

function keep(list) {
  try {
    localStorage.setItem(kept, JSON.stringify(list));
  } catch {
    say('Your browser does not keep data here: please note your booking code.');
  }
}

function row(session) {
  const full = session.available === 0;
  const few = !full && session.available <= 3;
  const places = full ? 'Fully booked' : few ? `Only ${session.available} left` : `${session.available} places`;
  const button = element('button', { type: 'button', disabled: full, textContent: full ? 'Full' : 'Book' });
  button.setAttribute('aria-label', `${full ? 'Full' : 'Book'}: ${session.title}, ${when(session)}`);
  button.addEventListener('click', () => open(session, button));
  return element('li', { className: 'session' },
    element('p', { className: 'time' }, time(session.startsAt), element('span', { textContent: `${session.minutes} min` })),
    element('div', {},
      element('h4', { textContent: session.title }),
      element('p', { textContent: session.summary }),
      element('p', { className: few ? 'places few' : 'places', textContent: `${session.teacher} · ${places}` })),
    button);
}

async function showSessions() {
  try {
    const { timeZone, sessions } = await ask('/api/sessions');
    state.zone = timeZone;
    document.querySelector('.zone').textContent = `Times are the studio’s (${timeZone.split('/').pop().replace('Kolkata', 'Mumbai')})`;
    const byDay = Map.groupBy(sessions, session => date(session.startsAt));
    days.replaceChildren(...[...byDay].map(([day, list]) =>
      element('section', { className: 'day' },
        element('h3', {}, weekday(list[0].startsAt), element('span', { textContent: day })),
        element('ul', {}, ...list.map(row)))));
    if (sessions.length === 0) days.replaceChildren(element('p', { className: 'note', textContent: 'Nothing is planned at the moment. Please look in again soon.' }));
  } catch (problem) {
    const again = element('button', { type: 'button', className: 'quiet', textContent: 'Try again' });
    again.addEventListener('click', showSessions);
    days.replaceChildren(element('p', { className: 'note', textContent: problem.detail }), again);
  }
  days.setAttribute('aria-busy', 'false');
}

async function showMine() {
  const found = await Promise.all(codes().map(code =>
    ask(`/api/bookings/${encodeURIComponent(code)}`).catch(problem => ({ code, gone: problem.status === 404 }))));
  keep(found.filter(booking => !booking.gone && booking.status !== 'cancelled').map(booking => booking.code));
  const coming = found
    .filter(booking => booking.status === 'booked' && new Date(booking.session.startsAt) > new Date())
    .sort((a, b) => a.session.startsAt.localeCompare(b.session.startsAt));
  mine.hidden = coming.length === 0;
  mine.querySelector('ul').replaceChildren(...coming.map(booking => {
    const button = element('button', { type: 'button', className: 'quiet', textContent: 'Cancel' });
    button.setAttribute('aria-label', `Cancel ${booking.session.title}, ${when(booking.session)}`);
    button.addEventListener('click', () => cancel(booking, button));
    return element('li', {},
      element('div', {}, element('strong', { textContent: booking.session.title }),
        element('span', { textContent: `${when(booking.session)} · ${booking.name}` })),
      button);
  }));
}

function open(session, opener) {
  // One key for one intent: sent again after a failure, it books once.
  Object.assign(state, { session, opener, key: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` });
  dialog.querySelector('.when').textContent = when(session);
  dialog.querySelector('h2').textContent = session.title;
  dialog.querySelector('.about').textContent = `${session.minutes} minutes with ${session.teacher}`;
  mistakes([]);
  dialog.showModal();
}

function mistakes(list, text = '') {
  for (const field of ['name', 'email']) {
    const mistake = list.find(it => it.pointer === `/${field}`);
    form.elements[field].setAttribute('aria-invalid', mistake ? 'true' : 'false');
    form.querySelector(`#${field}-error`).textContent = mistake ? mistake.detail.replace('must be', 'Please give') : '';
  }
  form.querySelector('.alert').hidden = !text;
  form.querySelector('.alert').textContent = text;
  form.querySelector('[aria-invalid="true"]')?.focus();
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  const submit = form.querySelector('[type="submit"]');
  submit.disabled = true;
  try {
    const booking = await ask(`/api/sessions/${state.session.id}/bookings`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': state.key },
      body: JSON.stringify({ name: form.elements.name.value, email: form.elements.email.value }),
    });
    keep([...codes(), booking.code]);
    dialog.close();
    say(`Your place is booked: ${booking.session.title}, ${when(booking.session)}.`);
    await Promise.all([showSessions(), showMine()]);
  } catch (problem) {
    mistakes(problem.errors ?? [], problem.errors ? '' : problem.detail);
  } finally {
    submit.disabled = false;
  }
});

async function cancel(booking, button) {
  button.disabled = true;
  try {
    await ask(`/api/bookings/${booking.code}`, { method: 'DELETE' });
    say(`Cancelled: ${booking.session.title}.`);
    await Promise.all([showSessions(), showMine()]);
  } catch (problem) {
    button.disabled = false;
    say(problem.detail);
  }
}

dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close());
dialog.addEventListener('close', () => state.opener?.focus());
await showSessions();
await showMine();
