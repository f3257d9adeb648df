"""Run a peer's own search on our vectors; started by `peers.py` in the Python of the peers, never imported.

`peer_worker.py JOB ANSWER`: JOB is a folder with `job.json` ({"peer", "problems": [{"a", "b"}]}) and, for
bertalign, `vectors.npz` (for each problem and side an array windows x sentences x dimensions). ANSWER gets
{"version", "answers": [beads or an error in words], "seconds": [...]}.

bertalign imports torch, sentence-transformers, lingua and a splitter, which its search does not need: they encode,
detect and split, and all that is done here already. Stand-ins answer for them; its exact top-k search, a matrix
product in torch, is done by numpy. Both of its passes are its own code with its own defaults.
"""

import importlib.metadata
import json
import sys
import time
import types
from pathlib import Path

import numpy as np

ABSENT = {
    "torch": (),
    "sentence_transformers": ("SentenceTransformer",),
    "lingua": ("IsoCode639_1", "LanguageDetector", "LanguageDetectorBuilder"),
    "sentence_splitter": ("SentenceSplitter",),
}


def bertalign():
    """Return a function from texts and their windows' vectors to beads."""
    for name, wanted in ABSENT.items():
        stand_in = types.ModuleType(name)
        for each in wanted:
            setattr(stand_in, each, type(each, (), {}))
        sys.modules[name] = stand_in
    from bertalign import aligner
    from bertalign.utils import yield_overlaps

    def nearest(a, b, k=3):
        scores = a @ b.T
        best = np.argsort(-scores, axis=1, kind="stable")[:, :k].astype(np.int64)
        return np.take_along_axis(scores, best, axis=1), best

    class Ours(aligner.Encoder):
        def __init__(self, sides):
            self.model_name, self.sides = "ours", list(sides)

        def transform(self, sents, num_overlaps):
            vectors = self.sides.pop(0)
            if vectors.shape[:2] != (num_overlaps, len(sents)):
                raise ValueError(f"windows of shape {vectors.shape} for {num_overlaps} x {len(sents)}")
            lengths = [len(line.encode()) for line in yield_overlaps(sents, num_overlaps)]
            return vectors, np.array(lengths, np.int64).reshape(num_overlaps, len(sents))

    aligner.find_top_k_sents = nearest
    aligner.detect_lang = lambda _: "en"

    def align(a, b, sides):
        made = aligner.Bertalign("\n".join(a), "\n".join(b), is_split=True, model=Ours(sides))
        return made.align_sents()

    return align


def galechurch():
    """Return the same for Gale-Church, which looks at lengths only."""
    import galechurch as peer

    def align(a, b, _):
        beads = peer.align(a, b).beads
        return [
            (list(range(x.source_start, x.source_end)), list(range(x.target_start, x.target_end)))
            for x in beads
        ]

    return align


def main() -> None:
    folder, answer = Path(sys.argv[1]), Path(sys.argv[2])
    job = json.loads((folder / "job.json").read_text("utf-8"))
    name = job["peer"]
    align = {"bertalign": bertalign, "galechurch": galechurch}[name]()
    vectors = np.load(folder / "vectors.npz") if (folder / "vectors.npz").exists() else None
    answers, seconds = [], []
    for round_ in ("warm up", "measure"):  # the first compiles
        answers, seconds = [], []
        for k, problem in enumerate(job["problems"][: 1 if round_ == "warm up" else None]):
            sides = [vectors[f"{k}{side}"] for side in "ab"] if vectors is not None else []
            started = time.process_time()
            try:
                answers.append(
                    [[list(map(int, x)) for x in bead] for bead in align(problem["a"], problem["b"], sides)]
                )
            except Exception as error:
                answers.append(f"{type(error).__name__}: {error}")
            seconds.append(time.process_time() - started)
    told = {"version": importlib.metadata.version(name), "answers": answers, "seconds": seconds}
    answer.write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main()
