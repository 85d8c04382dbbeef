// A camera that sees an empty hall until `journey.hold` holds a picture before it; `wrong` tells of the page's errors.
() => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [1280, 720];
  const pen = canvas.getContext("2d");
  const side = canvas.height * 0.7;
  let held = null;
  setInterval(() => {
    pen.resetTransform();
    pen.fillStyle = "rgb(120, 130, 125)";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    if (held === null) return;
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.rotate(0.09);
    pen.drawImage(held, -side / 2, -side / 2, side, side);
  }, 50);
  const journey = { wrong: [] };
  journey.hold = async (picture, emptyMs) => {
    held = null;
    const shown = new Image();
    shown.src = picture;
    await Promise.all([shown.decode(), new Promise((resolve) => setTimeout(resolve, emptyMs))]);
    held = shown;
  };
  window.journey = journey;
  for (const kind of ["error", "unhandledrejection"]) {
    window.addEventListener(kind, (event) => journey.wrong.push(String(event.reason ?? event.message)));
  }
  if (window.MediaDevices) MediaDevices.prototype.getUserMedia = async () => canvas.captureStream(20);
}
