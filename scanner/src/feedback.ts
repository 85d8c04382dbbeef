/** What a helper hears and feels: three sounds that cannot be mistaken for each other, and a buzz. */

export type Mood = "good" | "known" | "bad" | "kept";

const TONES: Readonly<Record<Mood, readonly (readonly [hertz: number, ms: number])[]>> = {
  good: [[1047, 90], [1568, 160]],
  known: [[660, 110], [660, 110]],
  bad: [[196, 380]],
  kept: [[523, 120]],
};
const BUZZ: Readonly<Record<Mood, readonly number[]>> = {
  good: [60],
  known: [50, 60, 50],
  bad: [250],
  kept: [30],
};

export interface Feedback {
  /** Many browsers give sound after a touch only, and take it away for a call: call on every touch. */
  readonly unlock: () => void;
  readonly play: (mood: Mood) => void;
}

/** `told` hears whether the last sound could be heard, and that sounds are back. */
export function feedback(told: (audible: boolean) => void): Feedback {
  let context: AudioContext | null = null;
  const audible = (): boolean => context?.state === "running";
  const unlock = (): void => {
    try {
      if (context === null) {
        context = new AudioContext();
        context.onstatechange = () => {
          if (audible()) told(true);
        };
      }
      if (!audible()) void context.resume();
    } catch {
      context = null;
    }
  };
  const play = (mood: Mood): void => {
    if ("vibrate" in navigator) navigator.vibrate([...BUZZ[mood]]);
    told(audible());
    if (context === null || !audible()) return;
    let at = context.currentTime;
    for (const [hertz, ms] of TONES[mood]) {
      tone(context, hertz, at, ms / 1000);
      at += ms / 1000 + 0.03;
    }
  };
  unlock();
  return { unlock, play };
}

function tone(context: AudioContext, hertz: number, at: number, seconds: number): void {
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.type = hertz < 300 ? "square" : "sine";
  oscillator.frequency.value = hertz;
  volume.gain.setValueAtTime(0.0001, at);
  volume.gain.exponentialRampToValueAtTime(0.35, at + 0.01);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + seconds + 0.02);
}
