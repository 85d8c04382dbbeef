// While an upload is on the way, fetch this page again every two seconds and put its live part in place of the old one.
// When it has ended, the page is loaded anew: what can be done with it has changed. Without this script, 重新整理 does.
const EVERY_MS = 2000;
const LIVE = "[data-hefa-live]";

function wait() {
  setTimeout(renew, EVERY_MS);
}

async function renew() {
  const shown = document.querySelector(LIVE);
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
    if (!answer.ok) return wait();
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(LIVE);
    if (!fresh) return undefined;
    if (!fresh.hasAttribute("data-hefa-running")) return location.reload();
    if (!shown.contains(document.activeElement)) shown.replaceWith(document.importNode(fresh, true));
  } catch {
    // No network for a moment: the next round asks again.
  }
  return wait();
}

if (document.querySelector(`${LIVE}[data-hefa-running]`)) wait();
