// Keeps a page about migrations up to date: asks for it again every few seconds and puts its new content in place.
// What is open stays open, what has the focus keeps it, and only a change of the headline is spoken.
const live = document.getElementById('live');
const told = document.getElementById('told');
const trouble = document.getElementById('trouble');
const hold = document.getElementById('hold');
const frozen = document.getElementById('frozen');
let etag;
let held = false;

/** Puts the new content in place. */
function show(next) {
  const open = new Map([...live.querySelectorAll('details[id]')].map((one) => [one.id, one.open]));
  const focused = document.activeElement?.id;
  live.replaceChildren(...next.childNodes);
  for (const [id, was] of open) document.getElementById(id)?.toggleAttribute('open', was);
  if (focused && document.activeElement === document.body) document.getElementById(focused)?.focus();
  if (next.dataset.headline !== live.dataset.headline) told.textContent = next.dataset.headline;
  live.dataset.headline = next.dataset.headline;
  live.dataset.every = next.dataset.every;
}

async function look() {
  const answer = await fetch(location.href, { headers: etag ? { 'if-none-match': etag } : {} });
  if (answer.status === 304) return;
  if (!answer.ok) throw new Error(`it answered ${answer.status}`);
  etag = answer.headers.get('etag');
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const next = page.getElementById('live');
  if (!next) throw new Error('the page is another one now');
  show(next);
  frozen.replaceChildren(...page.getElementById('frozen').childNodes);
}

async function again() {
  if (!held && !document.hidden) {
    try {
      await look();
      trouble.textContent = '';
    } catch (error) {
      trouble.textContent = `Not up to date: ${error.message}. It is asked again.`;
    }
  }
  later();
}

/** Without a number of seconds nothing changes any more. */
function later() {
  const seconds = Number(live.dataset.every);
  hold.hidden = !seconds;
  if (seconds) setTimeout(() => void again(), seconds * 1000);
}

hold.addEventListener('click', () => {
  held = !held;
  hold.setAttribute('aria-pressed', String(held));
});
later();
