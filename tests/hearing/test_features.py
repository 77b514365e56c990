"""The numpy log-mel is Whisper's."""

import numpy as np
import pytest

from kiosk.hearing.features import WINDOW, log_mel


@pytest.mark.parametrize("size", [0, 1, 399, 16_000, 50_001, WINDOW - 50, WINDOW, WINDOW + 9_999])
def test_it_gives_the_numbers_of_transformers_feature_extractor(size: int) -> None:
    """Any length of sound gives what Whisper's own feature extractor gives, to 1e-4."""
    extractor = pytest.importorskip("transformers").WhisperFeatureExtractor(chunk_length=10)
    sound = (np.random.default_rng(size).standard_normal(size) * 0.1).astype(np.float32)
    reference = extractor(sound if size else np.zeros(1, np.float32), sampling_rate=16_000, return_tensors="np")["input_features"][0]
    assert np.abs(log_mel(sound) - reference).max() < 1e-4
