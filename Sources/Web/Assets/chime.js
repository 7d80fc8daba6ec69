// Two short tones, made here: no file to fetch.
const acted = "answerback-acted";
let context = null;

const remembers = () => { try { return sessionStorage.getItem(acted) !== null; } catch { return false; } };

/**
 * Whether the browser lets this tab sound. It does after somebody touched the tab, also on the tab's further pages of ours;
 * trying before would only fill the console.
 */
export function mayChime() {
  const policy = navigator.getAutoplayPolicy?.("audiocontext");
  return policy ? policy === "allowed" : Boolean(navigator.userActivation?.hasBeenActive) || remembers();
}

/** Notes that somebody touched this tab. */
export function noteTouch() {
  try { sessionStorage.setItem(acted, ""); } catch { /* then only this page knows */ }
}

/** Sounds once, for a third of a second, if this tab may. */
export function chime() {
  if (!mayChime() || typeof AudioContext !== "function") return;
  context ??= new AudioContext();
  context.resume();
  const start = context.currentTime;
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  tone.frequency.setValueAtTime(660, start);
  tone.frequency.setValueAtTime(880, start + 0.14);
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(0.16, start + 0.02);
  volume.gain.setValueAtTime(0.16, start + 0.2);
  volume.gain.linearRampToValueAtTime(0, start + 0.34);
  tone.connect(volume).connect(context.destination);
  tone.start(start);
  tone.stop(start + 0.35);
}
