/* Asks the server once a second how the page looks now, while somebody can see it. */

import { Charts } from "./charts.js";
import { morph } from "./morph.js";

const PERIOD_MILLIS = 1_000;
const LIMIT_MILLIS = 5_000;

const main = document.querySelector("main");
const connection = document.getElementById("connection");
const news = document.getElementById("news");
const charts = new Charts();
let timer;
let asking = false;

async function get(address) {
  return await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(LIMIT_MILLIS) });
}

/** Sets a text that is read out, if it has changed. */
function say(element, words) {
  if (element.textContent !== words) {
    element.textContent = words;
  }
}

async function refresh() {
  const answer = await get(location.href);
  if (!answer.ok) {
    const gone = answer.status === 404;
    say(connection, gone ? "This pipeline is shown here no more." : `The server says ${answer.status}.`);
    return;
  }
  const next = new DOMParser().parseFromString(await answer.text(), "text/html");
  morph(main, next.querySelector("main"));
  document.title = next.title;
  say(news, main.dataset.news);
  await refreshCharts();
  say(connection, "");
}

async function refreshCharts() {
  if (document.querySelector(".chart") === null) {
    return;
  }
  const address = new URL("history.json", location.href);
  address.search = location.search;
  address.searchParams.set("since", charts.newestMillis);
  const answer = await get(address);
  if (answer.ok) {
    charts.add(await answer.json());
    charts.draw();
  }
}

async function go() {
  if (asking) {
    return; // two at a time would draw the same looks twice; the first one sets the timer
  }
  asking = true;
  clearTimeout(timer);
  const begun = performance.now();
  try {
    await refresh();
  } catch (error) {
    if (error instanceof TypeError || error instanceof DOMException) {
      say(connection, "No connection to the program. What you see is old. The page keeps trying.");
    } else {
      throw error;
    }
  } finally {
    asking = false;
    if (!document.hidden) {
      timer = setTimeout(go, Math.max(0, PERIOD_MILLIS - (performance.now() - begun)));
    }
  }
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) {
    go();
  }
});
document.documentElement.classList.add("scripted");
go();
