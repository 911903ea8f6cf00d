"""A clip in a real browser: what a person sees and hears there is what was rendered."""

import http.server
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from motion_assets_tests.media.clips import (
    FPS,
    HEIGHT,
    WIDTH,
    drawn_frames,
    played_samples,
    write_small_clip,
)

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
FRAMES = (0, 5, 11, 2)
COUNT = 12
TIMEOUT_S = 90

# Seeks to the middle of frames and reads them through a canvas; then decodes the sound track.
PAGE = """<!doctype html><meta charset="utf-8"><video id="v" muted preload="auto"></video><script>
const send = (message) => fetch('/result', {method: 'POST', body: JSON.stringify(message)});
const video = document.getElementById('v');
const event = (name) => new Promise((done) => video.addEventListener(name, done, {once: true}));
const run = async () => {
  const ready = event('loadeddata');
  video.onerror = () => send({error: 'video: ' + video.error.message});
  video.src = '/clip.mp4';
  await ready;
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const context = canvas.getContext('2d', {willReadFrequently: true});
  const frames = [];
  for (const frame of FRAMES) {
    const sought = event('seeked');
    video.currentTime = (frame + 0.5) / FPS;
    await sought;
    context.drawImage(video, 0, 0);
    const image = context.getImageData(0, 0, canvas.width, canvas.height);
    frames.push(Array.from(image.data));
  }
  const bytes = await (await fetch('/clip.mp4')).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 1, 48000).decodeAudioData(bytes);
  await send({
    size: [video.videoWidth, video.videoHeight], duration_s: video.duration, frames,
    rate: sound.sampleRate, channels: sound.numberOfChannels,
    samples: Array.from(sound.getChannelData(0)),
  });
};
run().catch((error) => send({error: String(error)}));
</script>""".replace("FRAMES", str(list(FRAMES))).replace("FPS", str(FPS))


class Handler(http.server.BaseHTTPRequestHandler):
    """Serves the page and the clip, in ranges as players ask for them, and takes the result."""

    protocol_version = "HTTP/1.1"
    clip: bytes
    results: "queue.Queue[dict[str, Any]]"

    def do_GET(self) -> None:
        if self.path == "/clip.mp4":
            self._send_clip()
        elif self.path == "/":
            self._send(200, PAGE.encode(), "text/html")
        else:
            self._send(404, b"", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.results.put(json.loads(body))
        self._send(200, b"", "text/plain")

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - name of the base
        """Keep the test's output clean."""

    def _send_clip(self) -> None:
        wanted = self.headers.get("Range")
        if wanted is None:
            self._send(200, self.clip, "video/mp4")
            return
        first, _, last = wanted.removeprefix("bytes=").partition("-")
        start, end = int(first), min(int(last or len(self.clip)), len(self.clip) - 1)
        place = f"bytes {start}-{end}/{len(self.clip)}"
        self._send(206, self.clip[start : end + 1], "video/mp4", {"Content-Range": place})

    def _send(
        self, status: int, body: bytes, kind: str, more: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Accept-Ranges": "bytes"}
        for name, value in {**headers, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Server(http.server.ThreadingHTTPServer):
    """Takes it as no error that the browser is gone before its last connection is closed."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(clip: bytes) -> Iterator[tuple[str, "queue.Queue[dict[str, Any]]"]]:
    results: queue.Queue[dict[str, Any]] = queue.Queue()
    handler = type("ClipHandler", (Handler,), {"clip": clip, "results": results})
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/", results
        finally:
            server.shutdown()
            thread.join(timeout=10)


@contextmanager
def browsing(url: str, profile: Path) -> Iterator[None]:
    assert BROWSER is not None
    flags = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--autoplay-policy=no-user-gesture-required",
    ]
    with subprocess.Popen(
        [BROWSER, *flags, f"--user-data-dir={profile}", url],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as browser:
        try:
            yield
        finally:
            os.killpg(browser.pid, signal.SIGKILL)


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine to play a clip in")
def test_a_browser_shows_every_pixel_and_decodes_every_sample(tmp_path: Path):
    path = tmp_path / "a.mp4"
    write_small_clip(path, COUNT)
    with served(path.read_bytes()) as (url, results), browsing(url, tmp_path / "profile"):
        result = results.get(timeout=TIMEOUT_S)
    assert "error" not in result, result
    assert result["size"] == [WIDTH, HEIGHT]
    assert result["duration_s"] == pytest.approx(COUNT / FPS, abs=0.002)
    drawn = drawn_frames(COUNT)
    for index, data in zip(FRAMES, result["frames"], strict=True):
        shown = np.array(data, np.uint8).reshape(HEIGHT, WIDTH, 4)
        np.testing.assert_array_equal(shown[:, :, :3], drawn[index].rgb, err_msg=f"frame {index}")
    assert (result["rate"], result["channels"]) == (48_000, 1)
    sound = np.array(result["samples"])
    full_scale = np.where(sound < 0, 32_768, 32_767)  # Chromium fills -1..1 from both ends
    heard = np.rint(sound * full_scale).astype(int)
    np.testing.assert_array_equal(heard, played_samples(COUNT * 2_000))
